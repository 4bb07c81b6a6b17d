import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { claimsToJwtPayload, RoomConfiguration, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { checkRoomPlaces, isCheckRoom } from './checkRoom.ts';
import { checkTokenSeconds } from '../common/contract.ts';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/** Long enough to look at the lobby for a while; once in the room LiveKit renews the token itself. */
const timeToLiveSeconds = 600;

/**
 * How far our clock may be ahead of LiveKit's: as far as it may be behind, where the token's end is the limit. A token of
 * the future, by more than a minute, livekit-server 1.13.5 answers with 401 (livekit/livekit#2394). The claim can't be left out: LiveKit's client
 * for Swift does not understand a token without it (`JWT.swift`, where it is not optional).
 */
const backDatedSeconds = timeToLiveSeconds;

/** What the room's controls do. */
const roomGrant: VideoGrant = {
  canPublish: true,
  canPublishSources: [
    TrackSource.CAMERA,
    TrackSource.MICROPHONE,
    TrackSource.SCREEN_SHARE,
    TrackSource.SCREEN_SHARE_AUDIO,
  ],
  canSubscribe: true,
  canPublishData: true,
  canUpdateOwnMetadata: true,
};

/** Sends picture and sound to the server, and gets nobody's: such a room, which anybody can open, is no place to meet. */
const checkGrant: VideoGrant = {
  canPublish: true,
  canPublishSources: [TrackSource.CAMERA, TrackSource.MICROPHONE],
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/** LiveKit keeps an empty room for five minutes before the first guest and 20 s after the last one, if not told otherwise. */
const checkTimeouts = { emptyTimeout: 10, departureTimeout: 1 };

/**
 * A JWT that opens one room for 10 minutes, as the guest whose `identity` this is. It grants what the room's controls do
 * and nothing else. For a check (`checkRoom.ts`) it is good for two minutes and grants less.
 */
export type MintToken = (wish: Omit<Wish, 'secret'> & { identity: string }) => string;

/**
 * What does not change from guest to guest is made once.
 *
 * `maxParticipants` is in every token because LiveKit creates the room for the first guest, with what that guest's token says
 * (seen with livekit-server 1.13.5); a room that exists keeps its own.
 *
 * @param maxParticipants how many people a room holds that is none for a check
 */
export function tokenMint({ apiKey, apiSecret }: Keys, maxParticipants: number): MintToken {
  const key = createSecretKey(Buffer.from(apiSecret));
  const room = sharedClaims(roomGrant, { maxParticipants });
  const check = sharedClaims(checkGrant, { maxParticipants: checkRoomPlaces, ...checkTimeouts });
  return (wish) => {
    const isCheck = isCheckRoom(wish.room);
    const now = Math.floor(Date.now() / 1000);
    const own = {
      iss: apiKey,
      sub: wish.identity,
      nbf: now - backDatedSeconds,
      exp: now + (isCheck ? checkTokenSeconds : timeToLiveSeconds),
      name: wish.name,
      metadata: wish.metadata,
      attributes: wish.attributes,
    };
    const shared = isCheck ? check(wish.room) : room(wish.room);
    return sign(`${JSON.stringify(own).slice(0, -1)},${shared}}`, key);
  };
}

/**
 * What all guests of a room share, as the SDK writes it into a token: the members `video` and `roomConfig` of a JSON object, as text
 * that is made once but for the room's name.
 */
function sharedClaims(grant: VideoGrant, config: ConstructorParameters<typeof RoomConfiguration>[0]) {
  const grants = JSON.stringify(claimsToJwtPayload({ video: { roomJoin: true, ...grant } }).video);
  const roomConfig = JSON.stringify(new RoomConfiguration(config).toJson());
  return (room: string) =>
    `"video":{"room":${JSON.stringify(room)},${grants.slice(1)},"roomConfig":${roomConfig}`;
}

const header = base64url(JSON.stringify({ alg: 'HS256' }));

/**
 * A JWT in its compact form (RFC 7515). The claims are the SDK's (2.19), the signature is not: its `AccessToken` leaves no choice
 * about `nbf`, so that a second signature over it would be needed.
 */
function sign(claims: string, key: KeyObject): string {
  const unsigned = `${header}.${base64url(claims)}`;
  return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
