import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { addressKey } from './clientAddress.ts';

/**
 * Counts a request from an address.
 *
 * @returns `undefined` when it may go on, else after how many seconds (1 to 60) the next one may
 */
export type RequestLimit = (address: string) => Promise<number | undefined>;

/**
 * So many requests in a minute from one address; the minute begins with the first of them. The counts are
 * in this process: several handlers side by side each have their own.
 */
export function requestLimit(perMinute: number): RequestLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (address) => {
    try {
      await limiter.consume(addressKey(address));
      return undefined;
    } catch (reason) {
      // The library rejects with the state of the count; anything else is an error.
      if (reason instanceof RateLimiterRes) return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
      throw reason;
    }
  };
}
