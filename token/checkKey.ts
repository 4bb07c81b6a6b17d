import { createHash, timingSafeEqual } from 'node:crypto';
import type { Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';

/**
 * For everybody behind one address: a program that tries keys is answered `rate_limited`. The right key is never counted, so a
 * wrong one locks nobody else out; that guessing leads nowhere is due to the key's length (16 characters or more) and to the limit
 * of requests without it.
 */
const wrongKeysPerMinute = 5;

/**
 * Whether whoever asks has the room key. It travels as `Authorization: Bearer KEY`: no server or proxy keeps that header
 * in its log, and `TokenSource.endpoint` of LiveKit's clients can send it.
 *
 * @returns `undefined` when it is the right one, else `key_missing`, `key_wrong` or `rate_limited`
 */
export type CheckKey = (address: string, authorization: string | undefined) => Promise<Refused | undefined>;

/** Whether this `Authorization` header shows the room key. */
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
    // Compared before it is counted: guests with the right key come in at once, however many they are and whatever
    // others behind their address try.
    if (showsKey(roomKey, authorization)) return undefined;
    const retryAfterSeconds = await wrongKeys.count(address);
    if (retryAfterSeconds !== undefined) {
      return { code: 'rate_limited', message: 'Too many wrong keys from this address.', retryAfterSeconds };
    }
    return { code: 'key_wrong', message: 'This is not the key of this room.' };
  };
}

/** In the same time whatever they have in common; of one length, as `timingSafeEqual` needs them, are the digests. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
