import { createHash, timingSafeEqual } from 'node:crypto';
import type { Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';

/**
 * Limit per client address; further wrong keys are answered with `rate_limited`. The right key is never counted, so a
 * wrong one locks out nobody else. Guessing is futile because of the key's length (16 characters or more) and the limit
 * of requests without it.
 */
const wrongKeysPerMinute = 5;

/**
 * Checks the room key of a request. It travels as `Authorization: Bearer KEY`: servers and proxies do not log that
 * header, and LiveKit clients' `TokenSource.endpoint` can send it.
 *
 * @returns `undefined` for the right key, else `key_missing`, `key_wrong` or `rate_limited`
 */
export type CheckKey = (address: string, authorization: string | undefined) => Promise<Refused | undefined>;

/** Whether this `Authorization` header contains the room key. */
export function showsKey(roomKey: string, authorization: string | undefined): boolean {
  const key = keyIn(authorization);
  return key !== undefined && isSame(key, roomKey);
}

function keyIn(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

export function keyCheck(roomKey: string, createLimit: CreateLimit): CheckKey {
  const wrongKeys = createLimit('wrong-keys', wrongKeysPerMinute);
  return async (address, authorization) => {
    if (keyIn(authorization) === undefined) {
      return { code: 'key_missing', message: 'This room has a key. Send it as Authorization: Bearer KEY.' };
    }
    // Compared before it is counted: guests with the right key get in at once, regardless of their number and of what
    // others behind the same address try.
    if (showsKey(roomKey, authorization)) return undefined;
    const retryAfterSeconds = await wrongKeys.count(address);
    if (retryAfterSeconds !== undefined) {
      return { code: 'rate_limited', message: 'Too many wrong keys from this address.', retryAfterSeconds };
    }
    return { code: 'key_wrong', message: 'This is not the key of this room.' };
  };
}

/** Compares in constant time. The digests have the same length, which `timingSafeEqual` requires. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
