import { setTimeout as wait } from 'node:timers/promises';
import { createClient, createSentinel } from '@redis/client';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Logger } from './log.ts';
import type { RedisAddress } from './redisAddress.ts';
import { limitBy, localLimit, minute, type CreateLimit } from './requestLimit.ts';

/** A guest waits for the count. Redis answers within a millisecond, or is in trouble. */
const patienceMs = 300;
/** While it is in trouble not every guest has to wait. */
const restMs = 5000;
const longestReconnectMs = 3000;

export interface SharedLimits {
  createLimit: CreateLimit;
  /** Whether Redis answers now. Resolves within 0.3 s and never rejects. */
  isAnswering: () => Promise<boolean>;
  close: () => void;
}

/**
 * Limits whose counts are in Redis, where all handlers see them. While Redis does not answer this process counts by
 * itself: a guest is let in rather than turned away for that.
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
  // Without a listener it would end the process.
  client.on('error', (error: unknown) => setAway(describe(error)));
  const closing = new AbortController();
  void connect();

  /** It goes on trying by itself; with Sentinel it gives up when none answers for a while. */
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
    // What could not be counted at once is counted here; nothing has to be made up for later.
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

/** A Redis that stands still takes the connection and never answers. */
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

/** The code of a network failure; messages of others name no address or password either. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
