import { checkRoomPrefix, checkTokenSeconds } from '../../common/contract.ts';
import { readClaims } from '../access/readClaims.ts';

/** Makes the name of a new room for one connection of the check. No guest is in that room, so nobody is disturbed. */
export function makeCheckRoom(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return checkRoomPrefix + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Milliseconds by which the clock of the token endpoint is ahead of this device's. The time comes from `iat`, or from
 * `exp`, because tokens for checks are valid for two minutes. The answer's `Date` header is less useful: the outermost
 * proxy sets it, and pages of another origin cannot read it.
 */
export function clockAheadMs(token: string, nowMs: number): number | undefined {
  const claims = readClaims(token);
  const madeAt =
    claims['iat'] ?? (typeof claims['exp'] === 'number' ? claims['exp'] - checkTokenSeconds : undefined);
  return typeof madeAt === 'number' ? madeAt * 1000 - nowMs : undefined;
}
