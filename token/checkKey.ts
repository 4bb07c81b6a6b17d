import { createHash, timingSafeEqual } from 'node:crypto';
import type { Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';

/** For everybody behind one address. A few people may mistype a key; a program that tries them gets nowhere. */
const wrongKeysPerMinute = 5;

/**
 * Whether whoever asks has the room key. It travels as `Authorization: Bearer KEY`: no server or proxy keeps that header
 * in its log, and `TokenSource.endpoint` of LiveKit's clients can send it.
 *
 * @returns `undefined` when it is the right one, else `key_missing`, `key_wrong` or `rate_limited`
 */
export type CheckKey = (address: string, authorization: string | undefined) => Promise<Refused | undefined>;

export function keyCheck(roomKey: string, createLimit: CreateLimit): CheckKey {
  const wrongKeys = createLimit('wrong-keys', wrongKeysPerMinute);
  return async (address, authorization) => {
    const [, key] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    if (key === undefined) {
      return { code: 'key_missing', message: 'This room has a key. Send it as Authorization: Bearer KEY.' };
    }
    // Counted before it is looked at, and once there were too many none is looked at: the answer to a right one would
    // tell which it is.
    const retryAfterSeconds = await wrongKeys.count(address);
    if (retryAfterSeconds !== undefined) {
      return { code: 'rate_limited', message: 'Too many wrong keys from this address.', retryAfterSeconds };
    }
    if (!isSame(key, roomKey)) return { code: 'key_wrong', message: 'This is not the key of this room.' };
    await wrongKeys.forgive(address);
    return undefined;
  };
}

/** In the same time whatever they have in common; of one length, as `timingSafeEqual` needs them, are the digests. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
