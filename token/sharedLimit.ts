import { setTimeout as wait } from 'node:timers/promises';
import { createClient, createSentinel } from '@redis/client';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Logger } from './log.ts';
import type { RedisAddress } from './redisAddress.ts';
import { limitBy, localLimit, minute, type CreateLimit } from './requestLimit.ts';

/**
 * Longest wait for a count from Redis. A guest who requests a token has to wait for this long when Redis hangs; a
 * healthy Redis answers within a millisecond.
 */
const patienceMs = 300;
/** How long Redis is not asked after it has failed, so that not every guest has to wait for it. */
const restMs = 5000;
const longestReconnectMs = 3000;

export interface SharedLimits {
  createLimit: CreateLimit;
  /** Whether Redis answers now. Resolves within 0.3 s and never rejects. */
  isAnswering: () => Promise<boolean>;
  close: () => void;
}

/**
 * Creates request limits whose counts are in Redis, so that all handlers share them. While Redis does not answer, this
 * process counts alone: guests are not refused because of Redis.
 */
export function sharedLimits(place: RedisAddress, log: Logger): SharedLimits {
  const client = createRedis(place);
  let isAway = false;
  let restsUntil = 0;
  function setAway(reason: string | undefined): void {
    if (reason !== undefined) restsUntil = Date.now() + restMs;
    if (isAway === (reason !== undefined)) return;
    isAway = reason !== undefined;
    if (isAway) log.warn({ reason }, 'Redis does not answer: requests are counted in this process alone');
    else log.info('Redis answers again: requests are counted in it, with all handlers');
  }
  // Without a listener, an event 'error' of the client would end the process.
  client.on('error', (error: unknown) => setAway(describe(error)));
  const closing = new AbortController();
  void connect();

  /**
   * Connects to Redis until that succeeds. The client reconnects by itself, but with Sentinel it gives up after a
   * while; then it is connected again.
   */
  async function connect(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await client.connect();
        return;
      } catch (error) {
        setAway(describe(error));
        await wait(longestReconnectMs, undefined, { ref: false });
      }
    }
  }

  async function withRedis<Value>(ask: () => Promise<Value>, alone: () => Promise<Value>): Promise<Value> {
    if (Date.now() < restsUntil) return await alone();
    try {
      const value = await withinPatience(ask());
      setAway(undefined);
      return value;
    } catch (error) {
      setAway(describe(error));
      return await alone();
    }
  }

  return {
    createLimit(what, perMinute) {
      const alone = localLimit(what, perMinute);
      const shared = limitBy(
        new RateLimiterRedis({
          storeClient: client,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          keyPrefix: `first-room:${what}`,
          points: perMinute,
          duration: minute,
        }),
      );
      return {
        count: (address) =>
          withRedis(
            () => shared.count(address),
            () => alone.count(address),
          ),
      };
    },
    isAnswering: () =>
      withinPatience(client.ping()).then(
        () => true,
        () => false,
      ),
    close: () => {
      closing.abort();
      void client.destroy();
    },
  };
}

function createRedis(
  address: RedisAddress,
): ReturnType<typeof createClient> | ReturnType<typeof createSentinel> {
  const options = {
    // Commands are not queued: a request whose command could not be sent at once is counted in this process.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 2000,
      reconnectStrategy: (tries: number) => Math.min(tries * 100, longestReconnectMs),
    },
  };
  if (address.kind === 'server') return createClient({ url: address.url, ...options });
  const { master, sentinels, username, password, sentinelPassword } = address;
  return createSentinel({
    name: master,
    sentinelRootNodes: [...sentinels],
    nodeClientOptions: { ...options, ...(username && { username }), ...(password && { password }) },
    sentinelClientOptions: {
      socket: { connectTimeout: 2000 },
      ...(sentinelPassword && { password: sentinelPassword }),
    },
  });
}

/** Rejects after the time limit, because a hanging Redis accepts the connection and never answers. */
async function withinPatience<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${String(patienceMs)} ms`)), patienceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Describes an error for the log: returns the code of a network error, otherwise the message, which contains no address
 * or password.
 */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
