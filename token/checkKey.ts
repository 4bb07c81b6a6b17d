import { createHash, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Role } from '../common/contract.ts';
import { fieldOf } from '../common/fieldOf.ts';
import type { Config } from './config.ts';
import { invitationKey, looksLikeJwt, readInvitation, type Invitation } from './invitation.ts';
import { verifyJwt } from './jwt.ts';
import type { Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';

/**
 * Number of wrong keys that one client address may send in a minute; further ones are answered with `rate_limited`. The
 * right key is never counted, so a wrong one locks out nobody else. Guessing is futile because of the key's length (16
 * characters or more) and the limit of requests without a key.
 */
const wrongKeysPerMinute = 5;

/**
 * How long an expired token still proves who a participant is: a call may last longer than the token with which the
 * participant joined.
 */
const proofSeconds = 24 * 60 * 60;

/**
 * What the header `Authorization` of a request contains. A key is sent as `Authorization: Bearer KEY`: servers and
 * proxies do not log that header, and `TokenSource.endpoint` of LiveKit's clients can send it.
 */
export type Shown =
  | { is: 'nothing' | 'wrong' | 'ended' }
  /** The room key or the host key (ROOM_KEY, HOST_KEY). */
  | { is: 'key'; role: Role }
  | ({ is: 'invitation' } & Invitation)
  /** The LiveKit token of a participant. It proves who the participant is, not what they may do. */
  | { is: 'token'; room: string; identity: string };

/** Reads what a request's header `Authorization` contains, without asking LiveKit. */
export type ReadBearer = (authorization: string | undefined) => Shown;

/** Makes the function that reads `Authorization`, for a handler with this configuration. */
export function bearerReader({
  keys: { apiSecret },
  roomKey,
  hostKey,
  invitationKey: revocation,
  guestRole,
}: Pick<Config, 'keys' | 'roomKey' | 'hostKey' | 'invitationKey' | 'guestRole'>): ReadBearer {
  const signsTokens = createSecretKey(Buffer.from(apiSecret));
  const signsInvitations = invitationKey(apiSecret, revocation);

  function readJwt(text: string): Shown {
    const nowMs = Date.now();
    const invitation = readInvitation(text, signsInvitations, nowMs);
    if (invitation === 'ended') return { is: 'ended' };
    if (invitation !== undefined) return { is: 'invitation', ...invitation };
    const claims = verifyJwt(text, signsTokens);
    const video = fieldOf(claims, 'video');
    const room = fieldOf(video, 'room');
    const identity = fieldOf(claims, 'sub');
    const endsAt = fieldOf(claims, 'exp');
    const isTimely = typeof endsAt === 'number' && (endsAt + proofSeconds) * 1000 > nowMs;
    if (!isTimely || fieldOf(video, 'roomJoin') !== true) return { is: 'wrong' };
    if (typeof room !== 'string' || typeof identity !== 'string') return { is: 'wrong' };
    return { is: 'token', room, identity };
  }

  return (authorization) => {
    const text = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (text === undefined) return { is: 'nothing' };
    if (hostKey !== undefined && isSame(text, hostKey)) return { is: 'key', role: 'host' };
    if (roomKey !== undefined && isSame(text, roomKey)) return { is: 'key', role: guestRole };
    return looksLikeJwt(text) ? readJwt(text) : { is: 'wrong' };
  };
}

/**
 * Refuses a request that has no valid key or invitation, and counts wrong keys per address.
 *
 * @returns the refusal
 */
export type RefuseBearer = (
  address: string,
  shown: Shown & { is: 'nothing' | 'wrong' | 'ended' | 'token' },
) => Promise<Refused>;

export function bearerRefusal(createLimit: CreateLimit): RefuseBearer {
  const wrongKeys = createLimit('wrong-keys', wrongKeysPerMinute);
  return async (address, shown) => {
    if (shown.is === 'nothing') {
      return { code: 'key_missing', message: 'A key is needed here. Send it as Authorization: Bearer KEY.' };
    }
    if (shown.is === 'ended') {
      return { code: 'invitation_ended', message: 'The time of this invitation is over.' };
    }
    const retryAfterSeconds = await wrongKeys.count(address);
    if (retryAfterSeconds === undefined) {
      return { code: 'key_wrong', message: 'This is not the key of this room.' };
    }
    return { code: 'rate_limited', message: 'Too many wrong keys from this address.', retryAfterSeconds };
  };
}

/** Compares two keys in constant time. Their digests have the same length, which `timingSafeEqual` requires. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
