import { createSecretKey } from 'node:crypto';
import { claimsToJwtPayload, RoomConfiguration, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { checkRoomPlaces, isCheckRoom } from './checkRoom.ts';
import { checkTokenSeconds, mostWaiting, type Role } from '../common/contract.ts';
import type { Keys } from './config.ts';
import { signJwt } from './jwt.ts';
import { isWaitingRoom } from './waitingRoom.ts';
import type { Wish } from './readTokenRequest.ts';
import { grantOf, openRules, type Rules } from './roles.ts';

/** Lifetime of a token: long enough to stay in the lobby for a while. During a call LiveKit renews the token itself. */
export const tokenSeconds = 600;

/**
 * By how much a token is dated back, in seconds, which allows the handler's clock to be ahead of LiveKit's; the token's
 * lifetime allows it to be as far behind. livekit-server 1.13.5 answers a token whose `nbf` is more than a minute in
 * the future with 401 (livekit/livekit#2394). The claim can't be left out: LiveKit's client for Swift requires it
 * (`JWT.swift`, where it is not optional).
 */
const backDatedSeconds = tokenSeconds;

/**
 * What a token for a room of the connection check permits: publishing but not subscribing, because anybody can open
 * such a room, and nobody should hold a meeting in it.
 */
const checkGrant: VideoGrant = {
  canPublish: true,
  canPublishSources: [TrackSource.CAMERA, TrackSource.MICROPHONE],
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/**
 * How long a page may take to connect with a token for the lobby: it does so at once, and later the click on Join is
 * near. Long enough for clocks that differ by a minute.
 */
export const lobbyTokenSeconds = 120;

/**
 * What a token for a waiting room, or for a guest who is still in the lobby, permits: nothing. Guests in a waiting room
 * are hidden, so that they do not learn of each other. Guests in the lobby are hidden, because they have not joined.
 */
const hiddenGrant: VideoGrant = {
  hidden: true,
  canPublish: false,
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/**
 * How soon LiveKit closes an empty room of the connection check, in seconds. By default it keeps one for five minutes
 * before the first guest and 20 s after the last one.
 */
const shortTimeouts = { emptyTimeout: 10, departureTimeout: 1 };

/**
 * Makes the token (JWT) for one room and the guest with this `identity`, valid for 10 minutes. The token grants what
 * the role may do and nothing else. A token for a room of the connection check (`checkRoom.ts`) is valid for two
 * minutes and grants less. A token for a waiting room (`waitingRoom.ts`), or for a guest who is still in the lobby
 * (`lobby.ts`), grants nothing.
 */
export type MintToken = (
  wish: Omit<Wish, 'secret'> & {
    identity: string;
    /** The guest's role, `speaker` by default. */
    role?: Role;
    /** The rules of the room; by default they allow everything. */
    rules?: Rules;
    /** Whether the guest is still in the lobby. */
    isInLobby?: boolean;
  },
) => string;

/**
 * Creates the function that makes tokens. It serializes the claims that all guests share only once.
 *
 * `maxParticipants` is in every token because LiveKit creates the room with the settings in the first guest's token
 * (livekit-server 1.13.5); an existing room keeps its own.
 *
 * @param maxParticipants limit of a room; rooms of the connection check have a limit of their own
 */
export function tokenMint({ apiKey, apiSecret }: Keys, maxParticipants: number): MintToken {
  const key = createSecretKey(Buffer.from(apiSecret));
  const roomClaims = new Map<string, (room: string) => string>();
  const check = sharedClaims(checkGrant, { maxParticipants: checkRoomPlaces, ...shortTimeouts });
  const lobby = sharedClaims(hiddenGrant, { maxParticipants });
  const waiting = sharedClaims(hiddenGrant, { maxParticipants: mostWaiting, ...shortTimeouts });
  return (wish) => {
    const isCheck = isCheckRoom(wish.room);
    const now = Math.floor(Date.now() / 1000);
    const own = {
      iss: apiKey,
      sub: wish.identity,
      nbf: now - backDatedSeconds,
      exp: now + secondsFor(wish, isCheck),
      name: wish.name,
      metadata: wish.metadata,
      attributes: wish.attributes,
    };
    return signJwt(`${JSON.stringify(own).slice(0, -1)},${sharedOf(wish)(wish.room)}}`, key);
  };

  function sharedOf(wish: Parameters<MintToken>[0]): (room: string) => string {
    if (isCheckRoom(wish.room)) return check;
    if (isWaitingRoom(wish.room)) return waiting;
    if (wish.isInLobby) return lobby;
    return room(wish.role ?? 'speaker', wish.rules ?? openRules);
  }

  /** Serialized claims are cached: there are only as many as combinations of a role and rules. */
  function room(role: Role, rules: Rules): (room: string) => string {
    const name = JSON.stringify([role, rules.shareScreen, rules.chat, rules.unmute]);
    const known = roomClaims.get(name);
    if (known !== undefined) return known;
    const claims = sharedClaims(grantOf(role, rules), { maxParticipants });
    roomClaims.set(name, claims);
    return claims;
  }
}

function secondsFor({ isInLobby }: Parameters<MintToken>[0], isCheck: boolean): number {
  if (isCheck) return checkTokenSeconds;
  return isInLobby ? lobbyTokenSeconds : tokenSeconds;
}

/**
 * Serializes the claims that all guests of a room with the same role share, as the SDK writes them: the members `video`
 * and `roomConfig` of a JSON object. Only the room's name is added per token.
 */
function sharedClaims(grant: VideoGrant, config: ConstructorParameters<typeof RoomConfiguration>[0]) {
  const grants = JSON.stringify(claimsToJwtPayload({ video: { roomJoin: true, ...grant } }).video);
  const roomConfig = JSON.stringify(new RoomConfiguration(config).toJson());
  return (room: string) =>
    `"video":{"room":${JSON.stringify(room)},${grants.slice(1)},"roomConfig":${roomConfig}`;
}
