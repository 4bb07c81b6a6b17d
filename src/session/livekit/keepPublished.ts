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
 * Sees to it that camera and microphone stay published while the SDK makes the connection anew. The screen has an owner of its own
 * (src/meeting/screenShare.ts).
 *
 * Symptom 1: each time the SDK closes camera and microphone and opens them again, and now and then no picture comes any more.
 * Their tracks are good for as long as they are live, and the SDK opens those that ended by itself.
 *
 * Symptom 2: a try that fails after it has taken back what was published leaves nothing for the next one to publish
 * (livekit-client 2.23, LocalParticipant.ts, `republishAllTracks`).
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
      // Else it is over, also while the connection is down: it must not come back.
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
      // The SDK stops what it could not publish in time.
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

/** Its publication knows the track no longer once it was taken back. */
interface Sent {
  track: LocalTrack;
  options: TrackPublishOptions | undefined;
}
