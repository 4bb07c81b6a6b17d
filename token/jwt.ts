import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';

const header = base64url(JSON.stringify({ alg: 'HS256' }));

/**
 * Signs claims (JSON) as a JWT in compact form (RFC 7515) with HMAC-SHA256. `AccessToken` of livekit-server-sdk (2.19)
 * is not used, because it can't set `nbf`.
 */
export function signJwt(claims: string, key: KeyObject): string {
  const unsigned = `${header}.${base64url(claims)}`;
  return `${unsigned}.${signatureOf(unsigned, key)}`;
}

/**
 * Verifies the signature of a JWT (HS256 only) and returns its claims.
 *
 * @returns `undefined` unless the key signed the token. Nothing else is checked: neither the end of the token nor who
 *   issued it
 */
export function verifyJwt(token: string, key: KeyObject): unknown {
  const [head = '', claims = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || fieldOf(decoded(head), 'alg') !== 'HS256') return undefined;
  const expected = Buffer.from(signatureOf(`${head}.${claims}`, key));
  const shown = Buffer.from(signature);
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return undefined;
  return decoded(claims);
}

function decoded(part: string): unknown {
  return parseJson(Buffer.from(part, 'base64url').toString());
}

function signatureOf(unsigned: string, key: KeyObject): string {
  return createHmac('sha256', key).update(unsigned).digest('base64url');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
