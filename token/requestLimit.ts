import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { addressKey } from './clientAddress.ts';

/** Counts what comes from an address. */
export interface RequestLimit {
  /** @returns `undefined` when it may go on, else after how many seconds (1 to 60) the next one may */
  count(address: string): Promise<number | undefined>;
}

/**
 * So many in a minute from one address; the minute begins with the first of them.
 *
 * @param what is counted; each has counts of its own
 */
export type CreateLimit = (
  what: 'requests' | 'requests-without-key' | 'wrong-keys' | 'checks',
  perMinute: number,
) => RequestLimit;

/** In seconds. */
export const minute = 60;

/** The counts are in this process: several handlers side by side each have their own. */
export const localLimit: CreateLimit = (_what, perMinute) =>
  limitBy(new RateLimiterMemory({ points: perMinute, duration: minute }));

export function limitBy(limiter: RateLimiterAbstract): RequestLimit {
  return {
    async count(address) {
      try {
        await limiter.consume(addressKey(address));
        return undefined;
      } catch (reason) {
        // The library rejects with the state of the count; anything else is an error.
        if (reason instanceof RateLimiterRes) return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
        throw reason;
      }
    },
  };
}
