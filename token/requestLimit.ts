import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { addressKey } from './clientAddress.ts';

/** Counts requests per client address, or per sender. */
export interface RequestLimit {
  /**
   * Counts a request of this address.
   *
   * @param address an IP address, or any other text that names a sender
   * @returns `undefined` when the request is allowed, otherwise the seconds (1 to 60) until the next one is allowed
   */
  count(address: string): Promise<number | undefined>;
}

/**
 * Creates a limit of requests per minute and address; the minute begins with the first request.
 *
 * @param what the kind of request; each kind has counts of its own
 */
export type CreateLimit = (
  what:
    | 'requests'
    | 'requests-without-key'
    | 'wrong-keys'
    | 'checks'
    | 'host-requests'
    | 'no-hosts'
    | 'entering'
    | 'logged-refusals',
  perMinute: number,
) => RequestLimit;

/** The length of a minute in seconds. */
export const minute = 60;

/** Counts requests in this process only, so several handlers side by side count apart. */
export const localLimit: CreateLimit = (_what, perMinute) =>
  limitBy(new RateLimiterMemory({ points: perMinute, duration: minute }));

export function limitBy(limiter: RateLimiterAbstract): RequestLimit {
  return {
    async count(address) {
      try {
        await limiter.consume(addressKey(address));
        return undefined;
      } catch (reason) {
        // rate-limiter-flexible rejects with a `RateLimiterRes` when the limit is reached; anything else is an error.
        if (reason instanceof RateLimiterRes) return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
        throw reason;
      }
    },
  };
}
