import { checkRoomPrefix, checkTokenSeconds } from '../../common/contract.ts';
import { readClaims } from '../access/readClaims.ts';

/** A room of its own for each connection that is tried, so that nobody is disturbed. */
export function makeCheckRoom(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return checkRoomPrefix + [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * How far the clock of whoever made the token is ahead of ours. Tokens say when they end, and a check's are good for two
 * minutes; other token endpoints than ours may say when theirs was made. The `Date` of the answer would tell less: it is
 * the outermost proxy's, and pages of another origin may not read it.
 */
export function clockAheadMs(token: string, nowMs: number): number | undefined {
  const claims = readClaims(token);
  const madeAt =
    claims['iat'] ?? (typeof claims['exp'] === 'number' ? claims['exp'] - checkTokenSeconds : undefined);
  return typeof madeAt === 'number' ? madeAt * 1000 - nowMs : undefined;
}
