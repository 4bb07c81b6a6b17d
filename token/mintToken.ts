import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { claimsToJwtPayload, RoomConfiguration, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { checkRoomPlaces, isCheckRoom } from './checkRoom.ts';
import { checkTokenSeconds } from '../common/contract.ts';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/** Token lifetime: enough to stay in the lobby for a while. In the room LiveKit renews the token itself. */
const timeToLiveSeconds = 600;

/**
 * How far our clock may be ahead of LiveKit's: as far as it may be behind, which the token's lifetime limits.
 * livekit-server 1.13.5 answers a token whose `nbf` is more than a minute in the future with 401
 * (livekit/livekit#2394). The claim can't be left out: LiveKit's client for Swift requires it (`JWT.swift`, where it is
 * not optional).
 */
const backDatedSeconds = timeToLiveSeconds;

/** Permissions for the room's controls. */
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

/** Permits publishing but not subscribing: anybody can open a check room, so it must not serve as a meeting place. */
const checkGrant: VideoGrant = {
  canPublish: true,
  canPublishSources: [TrackSource.CAMERA, TrackSource.MICROPHONE],
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/** By default LiveKit keeps an empty room for five minutes before the first guest and 20 s after the last one. */
const checkTimeouts = { emptyTimeout: 10, departureTimeout: 1 };

/**
 * Makes the token (JWT) for one room and the guest with this `identity`, valid for 10 minutes. It grants what the
 * room's controls need and nothing else. A token for a check room (`checkRoom.ts`) is valid for two minutes and grants
 * less.
 */
export type MintToken = (wish: Omit<Wish, 'secret'> & { identity: string }) => string;

/**
 * Creates a token mint; the claims that all guests share are serialized once.
 *
 * `maxParticipants` is in every token because LiveKit creates the room with the settings in the first guest's token
 * (livekit-server 1.13.5); an existing room keeps its own.
 *
 * @param maxParticipants limit of a room; check rooms have their own
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
 * Serializes the claims that all guests of a room share, as the SDK writes them: the members `video` and `roomConfig`
 * of a JSON object. Only the room's name is added per token.
 */
function sharedClaims(grant: VideoGrant, config: ConstructorParameters<typeof RoomConfiguration>[0]) {
  const grants = JSON.stringify(claimsToJwtPayload({ video: { roomJoin: true, ...grant } }).video);
  const roomConfig = JSON.stringify(new RoomConfiguration(config).toJson());
  return (room: string) =>
    `"video":{"room":${JSON.stringify(room)},${grants.slice(1)},"roomConfig":${roomConfig}`;
}

const header = base64url(JSON.stringify({ alg: 'HS256' }));

/**
 * Signs a JWT in compact form (RFC 7515). The claims come from the server SDK (2.19); its `AccessToken` is not used
 * because it does not let us set `nbf`, so that its signature would have to be replaced.
 */
function sign(claims: string, key: KeyObject): string {
  const unsigned = `${header}.${base64url(claims)}`;
  return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
