import { createHmac, randomUUID } from 'node:crypto';
import { AccessToken, RoomConfiguration, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import { isCheckRoom } from './checkRoom.ts';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/** Long enough to look at the lobby for a while; once in the room LiveKit renews the token itself. */
const timeToLiveSeconds = 600;

/** A check begins at once and is over in 20 s. */
const checkTimeToLiveSeconds = 120;

/** How far our clock may be ahead of LiveKit's: as far as it may be behind, where the token's end is the limit. */
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
 * A JWT that opens one room for 10 minutes, as somebody new: the identity is random (122 bits), so that nobody can take
 * somebody else's. It grants what the room's controls do and nothing else. For a check (`checkRoom.ts`) it is good for two
 * minutes and grants less.
 *
 * `maxParticipants` is in it because LiveKit creates the room for the first guest, with what that guest's token says
 * (seen with livekit-server 1.13.5); a room that exists keeps its own.
 *
 * @param maxParticipants how many people the room holds
 */
export async function mintToken(keys: Keys, wish: Wish, maxParticipants: number): Promise<string> {
  const isCheck = isCheckRoom(wish.room);
  const token = new AccessToken(keys.apiKey, keys.apiSecret, {
    identity: randomUUID(),
    ttl: isCheck ? checkTimeToLiveSeconds : timeToLiveSeconds,
    ...(wish.name === undefined ? {} : { name: wish.name }),
    ...(wish.metadata === undefined ? {} : { metadata: wish.metadata }),
    ...(wish.attributes === undefined ? {} : { attributes: wish.attributes }),
  });
  token.addGrant({ roomJoin: true, room: wish.room, ...(isCheck ? checkGrant : roomGrant) });
  token.roomConfig = new RoomConfiguration({ maxParticipants, ...(isCheck ? checkTimeouts : {}) });
  return backDated(await token.toJwt(), keys.apiSecret);
}

/**
 * The same token, good from ten minutes ago.
 *
 * The SDK (2.19) writes the present as `nbf` ("not before") and leaves no choice, but where our clock is ahead LiveKit
 * takes the token for one of the future: livekit-server 1.13.5 allows a minute and answers 401 beyond it
 * (livekit/livekit#2394). Not dropped: LiveKit's client for Swift does not understand a token without it (`JWT.swift`,
 * where it is not optional). May go once the SDK takes `nbf` as an option.
 */
function backDated(jwt: string, secret: string): string {
  const [header = '', payload = ''] = jwt.split('.');
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const nbf = Math.floor(Date.now() / 1000) - backDatedSeconds;
  const unsigned = `${header}.${Buffer.from(JSON.stringify({ ...claims, nbf })).toString('base64url')}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}
