import type { EndReason, JoinFailure } from './callState.ts';

/** Ends that nobody wanted: the guest is brought back. */
export type LostReason = Extract<EndReason, 'connection_lost' | 'server_shutdown' | 'page_frozen'>;

export function isLost(reason: EndReason): reason is LostReason {
  return reason === 'connection_lost' || reason === 'server_shutdown' || reason === 'page_frozen';
}

/** So long after one's own return others, who were cut off in the same moment, are still coming back. */
export const othersReturnMs = 8000;

/** A LiveKit under load has taken 15 s to hear of a try that had long been given up for the next. */
const ownGhostMs = 20_000;

/**
 * Who was put out for another connection of the same guest, just after the own was made anew, has met one of the own earlier
 * tries, which LiveKit had heard of too late, rather than another tab.
 *
 * @param sinceUnsteadyMs since the connection was last lost or made anew
 */
export function likelyReason(told: EndReason, sinceUnsteadyMs: number): EndReason {
  return told === 'joined_elsewhere' && sinceUnsteadyMs < ownGhostMs ? 'connection_lost' : told;
}

const firstWaitMs = 500;
/**
 * However long the server was away: with the jitter, a try that hangs (5 s) and the join it is below 10 s. A try is one WebSocket
 * and no new token, so it costs the server little.
 */
const longestWaitMs = 3000;
/** A server may ask for any wait; ours never for more than a minute. */
const longestAskedWaitMs = 5 * 60_000;
/**
 * How long a token is used for one try after another. Ours are good for ten minutes (token/mintToken.ts), and LiveKit accepts the same one again.
 */
const tokenServesMs = 9 * 60_000;

/** Whether a token that was given at `givenAtMs` may serve for another try. */
export function isTokenFresh(givenAtMs: number, nowMs: number): boolean {
  return nowMs >= givenAtMs && nowMs - givenAtMs < tokenServesMs;
}

/**
 * How long to wait before the next try.
 *
 * @param tries how many have failed
 * @param random 0 to 1: everybody was cut off in the same moment, and must not come back in the same one
 * @param askedMs what the token endpoint has asked for (`Retry-After`); never less than this
 */
export function returnWaitMs(tries: number, random: number, askedMs = 0): number {
  const wait = Math.min(firstWaitMs * 2 ** tries, longestWaitMs);
  return Math.max(wait * (0.75 + random / 2), Math.min(askedMs, longestAskedWaitMs) + random * firstWaitMs);
}

/** Where the growing waits begin: what puts a page to sleep may be its end, and who is leaving is not brought back. */
export function firstTry(reason: LostReason): number {
  return reason === 'page_frozen' ? 2 : 0;
}

/** Whether a failed try may succeed later by itself. A full room may be full of one's own lost connection. */
export function isPassing({ kind }: JoinFailure): boolean {
  switch (kind) {
    case 'token_endpoint_unreachable':
    case 'token_endpoint_failed':
    case 'token_answer_broken':
    case 'rate_limited':
    case 'room_full':
    case 'signalling_unreachable':
    case 'media_blocked':
    // LiveKit may be there with new keys before the token handler has them.
    case 'token_rejected':
    case 'token_clock_wrong':
    case 'livekit_clock_wrong':
      return true;
    case 'config_broken':
    case 'app_not_loaded':
    case 'webrtc_missing':
    case 'browser_too_old':
    case 'refused':
    case 'key_missing':
    case 'key_wrong':
    case 'name_invalid':
    case 'room_not_allowed':
    case 'firefox_loopback':
      return false;
    default:
      return kind satisfies never;
  }
}
