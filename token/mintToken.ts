import { randomUUID } from 'node:crypto';
import { AccessToken, RoomConfiguration, TrackSource } from 'livekit-server-sdk';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/** Long enough to look at the lobby for a while; once in the room LiveKit renews the token itself. */
const timeToLiveSeconds = 600;

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
 * The SDK (2.19) says "not before now" and leaves no choice. A clock that is ahead of LiveKit's does no harm up to a
 * minute: livekit-server 1.13.5 refused `nbf` 65 s ahead, not 50 s (livekit/livekit#2394 is from before).
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
  return await token.toJwt();
}
