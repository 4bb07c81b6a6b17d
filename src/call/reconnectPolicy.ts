import type { ReconnectPolicy } from 'livekit-client';

/** The first try is spread over this: everybody was cut off in the same moment. */
const firstSpreadMs = 500;
const shortestMs = 300;
/**
 * The SDK's own waits grow to 7 s: with them a LiveKit that was away for 12 s had its guests back 13 to 19 s later. With
 * these it takes at most two waits (resuming, which a restarted LiveKit refuses, then starting anew), 2 s that the SDK
 * waits for the connection (RTCEngine.ts, `minReconnectWait`), and what publishing takes.
 */
const longestMs = 1000;
/** As long as the SDK tries by itself. A new connection has better chances then. */
const giveUpAfterMs = 40_000;

/**
 * How the SDK tries to keep the connection that it has. After it has given up the call goes on by itself (returnPolicy.ts).
 *
 * @param isMediaFlowing while video and sound go on nothing is given up for lost signalling. When the SDK's token has ended LiveKit refuses
 *   it, and the SDK gives up at that (livekit-client 2.23, RTCEngine.ts, `could not reconnect, token might be expired`).
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
