import type { ReconnectPolicy } from 'livekit-client';

/**
 * The SDK's first try to reconnect comes after a random part of this time, because all guests lost the connection at
 * the same moment.
 */
const firstSpreadMs = 500;
const shortestMs = 300;
/**
 * The SDK's own waits between tries grow to 7 s: after LiveKit had been down for 12 s, its guests were back 13 to 19 s
 * later. With this limit guests are back after at most two waits (a resume, which a restarted LiveKit refuses, then a
 * new connection), 2 s that the SDK waits for the connection (RTCEngine.ts, `minReconnectWait`), and the time for
 * publishing.
 */
const longestMs = 1000;
/** After this time the SDK gives up, and the app makes a new room, which is more likely to connect. */
const giveUpAfterMs = 40_000;

/**
 * How long the SDK waits between its tries to reconnect. After the SDK has given up, the app rejoins (returnPolicy.ts).
 *
 * @param isMediaFlowing if true, the SDK does not give up, because media goes on without signalling. It still gives up
 *   when LiveKit refuses an expired token (livekit-client 2.23, RTCEngine.ts, `could not reconnect, token might be
 *   expired`).
 */
export function reconnectPolicy(
  isMediaFlowing: () => boolean,
  random: () => number = Math.random,
): ReconnectPolicy {
  return {
    nextRetryDelayInMs({ retryCount, elapsedMs }) {
      if (elapsedMs > giveUpAfterMs && !isMediaFlowing()) return null;
      if (retryCount === 0) return random() * firstSpreadMs;
      return Math.min(shortestMs * 2 ** (retryCount - 1), longestMs) * (0.75 + random() / 2);
    },
  };
}
