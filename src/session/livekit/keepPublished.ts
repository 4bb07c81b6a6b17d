import {
  ConnectionState,
  RoomEvent,
  type Track,
  type LocalTrack,
  type Room,
  type TrackPublishOptions,
} from 'livekit-client';
import type { DeviceKind } from '../../media/own/deviceChoices.ts';
import { ownKinds } from './followOwnDevices.ts';

/**
 * Keeps camera and microphone published while the client restarts its connection. For a shared screen src/meeting/screenShare.ts does this.
 *
 * Symptom: each restart of the connection closes and reopens camera and microphone, and sometimes the video is gone afterwards. After a restart that
 * fails half-way nothing is published at all.
 * Cause: the client restarts even live tracks when it republishes them, and reopens tracks that had ended. It unpublishes everything first, so if
 * that try fails the next one has nothing left to publish.
 * Source: livekit-client 2.23.0, src/room/participant/LocalParticipant.ts `republishAllTracks`.
 * Remove when: the client keeps live tracks, and republishes them after a failed try.
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
      // If a track is unpublished for a reason other than a restart, the guest has ended it, perhaps while offline. It
      // must not be published again.
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
      // The client may have stopped the track, because publishing it took too long. Then the device is opened again.
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

/** The track is kept beside its publication, because a publication has no track once it is unpublished. */
interface Sent {
  track: LocalTrack;
  options: TrackPublishOptions | undefined;
}
