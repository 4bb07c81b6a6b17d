import { RoomServiceClient } from 'livekit-server-sdk';
import type { Keys } from './config.ts';

/** How long LiveKit may take. A guest waits meanwhile, and without an answer the token is handed out anyway. */
const timeoutSeconds = 1.5;

/**
 * How many people are in a room, 0 when there is none of that name. Rejects when LiveKit does not say so in 1.5 s.
 *
 * It counts as LiveKit does when it decides whether somebody still fits in: everybody but recorders and agents. The room's
 * own `numParticipants` would be cheaper to ask for, but it lags: livekit-server 1.13.5 renews it every 5 s, and it
 * still said 0 of 3 when LiveKit refused the fourth guest.
 */
export type CountParticipants = (room: string) => Promise<number>;

export function participantCounter(livekitApiUrl: string, keys: Keys): CountParticipants {
  // Failing over to other regions is for LiveKit's cloud, and would take longer than a guest waits.
  const options = { requestTimeout: timeoutSeconds, failover: false };
  const client = new RoomServiceClient(livekitApiUrl, keys.apiKey, keys.apiSecret, options);
  return async (room) => {
    const participants = await client.listParticipants(room);
    return participants.filter(({ permission }) => !permission?.recorder && !permission?.agent).length;
  };
}

/**
 * What went wrong, in words for the log. The error's own message must not get there: LiveKit repeats the whole token in it
 * when it refuses the key.
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
