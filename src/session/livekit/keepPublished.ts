import {
  ConnectionState,
  RoomEvent,
  type Track,
  type LocalTrack,
  type Room,
  type TrackPublishOptions,
} from 'livekit-client';
import type { DeviceKind } from '../../devices/deviceChoices.ts';
import { ownKinds } from './followOwnDevices.ts';

/**
 * Keeps camera and microphone published while the client makes its connection anew. The screen has an owner of its own
 * (src/meeting/screenShare.ts).
 *
 * Symptom: each restart of the connection closes camera and microphone and opens them again, and sometimes no video comes any more. After a
 * restart that fails half-way nothing is published at all.
 * Cause: the client restarts the tracks as it publishes them again, though they are live, and opens those that ended by itself. It takes back what was
 * published first; a try that fails after that leaves nothing for the next one to publish.
 * Source: livekit-client 2.23.0, src/room/participant/LocalParticipant.ts `republishAllTracks`.
 * Remove when: the client keeps live tracks, and remembers them over a failed try.
 */
export function keepPublished(room: Room, onFailed: (kind: DeviceKind) => void): void {
  const { localParticipant } = room;
  const republish = localParticipant.republishAllTracks.bind(localParticipant);
  let isRepublishing = false;
  localParticipant.republishAllTracks = async (options) => {
    isRepublishing = true;
    try {
      await republish(options, false);
    } finally {
      isRepublishing = false;
    }
  };

  const wanted = new Map<Track.Source, Sent>();
  room
    .on(RoomEvent.LocalTrackPublished, ({ source, track, options }) => {
      if (track && ownKinds[source]) wanted.set(source, { track, options });
    })
    .on(RoomEvent.LocalTrackUnpublished, ({ source }) => {
      // Otherwise the guest ended it, perhaps while the connection was down: it must not come back.
      if (!isRepublishing) wanted.delete(source);
    })
    .on(RoomEvent.Reconnected, () => {
      for (const [source, sent] of wanted) {
        if (!localParticipant.getTrackPublication(source)) void publishAgain(source, sent);
      }
    });

  async function publishAgain(source: Track.Source, { track, options }: Sent): Promise<void> {
    const kind = ownKinds[source];
    try {
      // The client stops a track that it could not publish in time.
      if (kind && track.mediaStreamTrack.readyState === 'ended' && !track.isMuted) {
        await track.restartTrack();
      }
      await localParticipant.publishTrack(track, options);
    } catch {
      if (room.state !== ConnectionState.Connected) return;
      wanted.delete(source);
      if (kind) onFailed(kind);
    }
  }
}

/** Kept here because a publication that was taken back has no track. */
interface Sent {
  track: LocalTrack;
  options: TrackPublishOptions | undefined;
}
