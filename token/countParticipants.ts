import { RoomServiceClient } from 'livekit-server-sdk';
import type { Keys } from './config.ts';

/** Time limit for LiveKit's answer. A guest waits meanwhile, and gets the token even without an answer. */
const timeoutSeconds = 1.5;

/**
 * Counts the people in a room; 0 when the room does not exist. Rejects when LiveKit does not answer within 1.5 s.
 *
 * It counts as LiveKit does when it decides whether a room is full: everybody except recorders and agents. The room's
 * own `numParticipants` would be cheaper but lags: livekit-server 1.13.5 updates it every 5 s, and it still said 0 of 3
 * when LiveKit refused the fourth guest.
 */
export type CountParticipants = (room: string) => Promise<number>;

export function participantCounter(livekitApiUrl: string, keys: Keys): CountParticipants {
  // `failover` is for the regions of LiveKit Cloud, and takes longer than a guest waits.
  const options = { requestTimeout: timeoutSeconds, failover: false };
  const client = new RoomServiceClient(livekitApiUrl, keys.apiKey, keys.apiSecret, options);
  return async (room) => {
    const participants = await client.listParticipants(room);
    return participants.filter(({ permission }) => !permission?.recorder && !permission?.agent).length;
  };
}

/**
 * Describes a failed API call for the log. The error's own message must not be logged: when LiveKit refuses the key, it
 * repeats the whole token.
 */
export function describeApiFailure(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'no answer';
  if ('status' in error && typeof error.status === 'number') {
    const hint = error.status === 401 ? ' (it does not know LIVEKIT_API_KEY and LIVEKIT_API_SECRET)' : '';
    return `status ${String(error.status)}${hint}`;
  }
  if ('name' in error && error.name === 'TimeoutError') return `no answer in ${String(timeoutSeconds)} s`;
  const cause = 'cause' in error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return 'name' in error ? String(error.name) : 'no answer';
}
