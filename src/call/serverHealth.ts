import { healthPath } from '../../common/healthPath.ts';
import { pause } from './pause.ts';

/** Delay between two health requests, in ms. The delay doubles with each request, up to the longest. */
const firstWaitMs = 250;
const longestWaitMs = 1000;

/**
 * Timeout of a health request. A request over a connection that died with the network hangs, although a new WebSocket
 * would get through.
 */
const answerTimeoutMs = 1500;

/**
 * Longest time that a guest waits for a good answer. If a proxy answers wrongly although LiveKit works, the guest loses
 * no more than this.
 */
const longestHoldMs = 20_000;

/** Longest time that a guest whose join has failed waits for a good answer. */
const longestJoinHoldMs = 8000;

/** Functions of the browser, which tests replace. */
export interface HealthParts {
  /** Sends the request that asks for LiveKit's health. */
  ask: (url: URL, signal: AbortSignal) => Promise<{ status: number }>;
  pause: (ms: number) => Promise<void>;
  nowMs: () => number;
  random: () => number;
}

const browserParts: HealthParts = {
  ask: (url, signal) => fetch(url, { method: 'HEAD', cache: 'no-store', signal }),
  pause,
  nowMs: () => performance.now(),
  random: Math.random,
};

/**
 * Waits while LiveKit reports that it can't work, or while it is unreachable. Resolves at once if LiveKit's health is
 * unknown: the request times out, the answer says nothing about LiveKit, or LiveKit has another origin, which need not
 * allow the request.
 *
 * @param serverUrl LiveKit's address as the token endpoint gives it
 * @param pageUrl the page's own address
 * @returns whether LiveKit has answered that it can work
 */
export async function untilServerIsThere(
  serverUrl: string,
  pageUrl: string = location.href,
  parts: HealthParts = browserParts,
  holdMs = longestHoldMs,
): Promise<boolean> {
  const url = new URL(healthPath, serverUrl.replace(/^ws/, 'http'));
  if (url.host !== new URL(pageUrl).host) return false;
  const { ask, nowMs, random } = parts;
  const startMs = nowMs();
  for (let tries = 0; nowMs() - startMs < holdMs; tries += 1) {
    const health = await ask(url, AbortSignal.timeout(answerTimeoutMs)).then(
      ({ status }) => (awayStatuses.has(status) ? 'away' : status),
      // A request that times out may only hang because of its old connection, so LiveKit does not count as unreachable.
      // A request that fails at once has reached no server.
      (error: unknown) =>
        error instanceof DOMException && error.name === 'TimeoutError' ? 'unknown' : 'away',
    );
    if (health !== 'away') return health === 200;
    // The pause is partly random, because all guests lost the connection at the same moment.
    await parts.pause(Math.min(firstWaitMs * 2 ** tries, longestWaitMs) * (0.75 + random() / 2));
  }
  return false;
}

/** Whether LiveKit, which a guest could not reach in a join, answers again within eight seconds. */
export function isServerBack(serverUrl: string): Promise<boolean> {
  return untilServerIsThere(serverUrl, location.href, browserParts, longestJoinHoldMs);
}

/**
 * HTTP statuses which say that LiveKit can't work. LiveKit answers 406 while its statistics are older than 4 s, which
 * happens when its Redis is away (livekit-server 1.13.5, pkg/service/server.go `healthCheck`); a proxy answers the
 * others while it reaches no LiveKit.
 */
const awayStatuses = new Set([406, 502, 503, 504]);
