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
/** LiveKit renews the token every 5 minutes, and each is good for 10: after this only a fresh one helps. */
const giveUpFlowingAfterMs = 5 * 60_000;

/**
 * How the SDK tries to keep the connection that it has. After it has given up the call goes on by itself (returnPolicy.ts).
 *
 * @param isMediaFlowing while pictures and sound go on nothing is given up for lost signalling
 */
export function reconnectPolicy(
  isMediaFlowing: () => boolean,
  random: () => number = Math.random,
): ReconnectPolicy {
  return {
    nextRetryDelayInMs({ retryCount, elapsedMs }) {
      if (elapsedMs > (isMediaFlowing() ? giveUpFlowingAfterMs : giveUpAfterMs)) return null;
      if (retryCount === 0) return random() * firstSpreadMs;
      return Math.min(shortestMs * 2 ** (retryCount - 1), longestMs) * (0.75 + random() / 2);
    },
  };
}
