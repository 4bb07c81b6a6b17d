import { createHmac, randomUUID } from 'node:crypto';
import { AccessToken, RoomConfiguration, TrackSource } from 'livekit-server-sdk';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/** Long enough to look at the lobby for a while; once in the room LiveKit renews the token itself. */
const timeToLiveSeconds = 600;

/** How far our clock may be ahead of LiveKit's: as far as it may be behind, where the token's end is the limit. */
const backDatedSeconds = timeToLiveSeconds;

/** What the room's controls can publish. */
const sources = [
  TrackSource.CAMERA,
  TrackSource.MICROPHONE,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
];

/**
 * A JWT that opens one room for 10 minutes, as somebody new: the identity is random (122 bits), so that nobody can take
 * somebody else's. It grants what the room's controls do and nothing else.
 *
 * `maxParticipants` is in it because LiveKit creates the room for the first guest, with what that guest's token says
 * (seen with livekit-server 1.13.5); a room that exists keeps its own.
 *
 * @param maxParticipants how many people the room holds
 */
export async function mintToken(keys: Keys, wish: Wish, maxParticipants: number): Promise<string> {
  const token = new AccessToken(keys.apiKey, keys.apiSecret, {
    identity: randomUUID(),
    ttl: timeToLiveSeconds,
    ...(wish.name === undefined ? {} : { name: wish.name }),
    ...(wish.metadata === undefined ? {} : { metadata: wish.metadata }),
    ...(wish.attributes === undefined ? {} : { attributes: wish.attributes }),
  });
  token.addGrant({
    roomJoin: true,
    room: wish.room,
    canPublish: true,
    canPublishSources: sources,
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
  });
  token.roomConfig = new RoomConfiguration({ maxParticipants });
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
