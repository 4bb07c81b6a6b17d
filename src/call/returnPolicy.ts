import type { EndReason, JoinFailure } from './callState.ts';

/** Reasons for which a call ends although nobody intended to end it. After these the app rejoins. */
export type LostReason = Extract<EndReason, 'connection_lost' | 'server_shutdown' | 'page_frozen'>;

export function isLost(reason: EndReason): reason is LostReason {
  return reason === 'connection_lost' || reason === 'server_shutdown' || reason === 'page_frozen';
}

/**
 * How long, after the guest has rejoined, other participants who lost the connection at the same moment may still be
 * rejoining.
 */
export const othersReturnMs = 8000;

/**
 * How long after a reconnect an earlier try of this guest may still take the connection over. LiveKit under load was
 * seen to handle a join 15 s after the client had given up on it.
 */
const ownGhostMs = 20_000;

/**
 * Corrects the reason `joined_elsewhere` soon after a reconnect: then the other connection is an earlier try of the
 * same tab that LiveKit handled late, rather than another tab.
 *
 * @param sinceUnsteadyMs time since the connection was last lost or restored
 */
export function likelyReason(told: EndReason, sinceUnsteadyMs: number): EndReason {
  return told === 'joined_elsewhere' && sinceUnsteadyMs < ownGhostMs ? 'connection_lost' : told;
}

const firstWaitMs = 500;
/**
 * Longest wait between two tries to rejoin. With jitter, a hanging try (5 s) and the join itself, guests are back
 * within 10 s of the server's return. A try is one WebSocket and needs no new token, so it costs the server little.
 */
const longestWaitMs = 3000;
/** Longest wait that is accepted from `Retry-After`. The app's own token endpoint asks for at most a minute. */
const longestAskedWaitMs = 5 * 60_000;
/**
 * How long a token is used again for rejoining. Tokens are valid for ten minutes (token/mintToken.ts), and LiveKit
 * accepts the same token several times.
 */
const tokenServesMs = 9 * 60_000;

/** Whether a token that was received at `givenAtMs` can be used for another try to rejoin. */
export function isTokenFresh(givenAtMs: number, nowMs: number): boolean {
  return nowMs >= givenAtMs && nowMs - givenAtMs < tokenServesMs;
}

/**
 * Milliseconds to wait before the next try to rejoin.
 *
 * @param tries number of failed tries
 * @param random 0 to 1, for jitter: all guests lost the connection at the same moment, and must not all rejoin at the
 *   same moment
 * @param askedMs `Retry-After` of the token endpoint; the wait is at least as long
 */
export function returnWaitMs(tries: number, random: number, askedMs = 0): number {
  const wait = Math.min(firstWaitMs * 2 ** tries, longestWaitMs);
  return Math.max(wait * (0.75 + random / 2), Math.min(askedMs, longestAskedWaitMs) + random * firstWaitMs);
}

/**
 * The number of failed tries with which a guest starts to rejoin; the waits between tries grow with this number. It
 * is higher after the browser has frozen the page, because such a page may be about to close.
 */
export function firstTry(reason: LostReason): number {
  return reason === 'page_frozen' ? 2 : 0;
}

/**
 * Whether a later try to rejoin may succeed after this failure. A full room may accept the guest later, because somebody
 * may leave.
 */
export function isPassing({ kind }: JoinFailure): boolean {
  switch (kind) {
    case 'token_endpoint_unreachable':
    case 'token_endpoint_failed':
    case 'token_answer_broken':
    case 'rate_limited':
    case 'room_full':
    case 'signalling_unreachable':
    case 'media_blocked':
    // A later try may succeed with these failures as well: LiveKit may have got its new keys before the token handler
    // has them.
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
    case 'invitation_ended':
    case 'room_not_allowed':
    case 'room_locked':
    case 'knock_required':
    case 'knock_refused':
    case 'waiting_room_full':
    case 'removed':
    case 'firefox_loopback':
      return false;
    default:
      return kind satisfies never;
  }
}
