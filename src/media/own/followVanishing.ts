import { ParticipantEvent, Track, TrackEvent, type LocalTrackPublication, type Room } from 'livekit-client';
import type { DeviceKind } from './deviceChoices.ts';

const kinds = new Map<Track.Source, DeviceKind>([
  [Track.Source.Camera, 'camera'],
  [Track.Source.Microphone, 'microphone'],
]);

/** The members of LiveKit's room that `followVanishing` uses. */
interface VanishingRoom {
  localParticipant: Pick<Room['localParticipant'], 'getTrackPublication' | 'on' | 'off'>;
}

/**
 * Reports when a microphone or camera has stopped by itself (unplugged, taken by another program, no longer allowed)
 * and the SDK has muted it. Before the SDK mutes it, the SDK tries once to restart the device or to open another one.
 *
 * @returns stops watching
 */
export function followVanishing(
  { localParticipant }: VanishingRoom,
  onVanished: (kind: DeviceKind) => void,
): () => void {
  const followed = new Map<LocalTrackPublication, () => void>();

  function follow(publication: LocalTrackPublication): void {
    const kind = kinds.get(publication.source);
    const { track } = publication;
    if (!kind || !track) return;
    let hasEnded = false;
    const onEnded = () => (hasEnded = true);
    const onRestarted = () => (hasEnded = false);
    const onMuted = () => {
      if (hasEnded) onVanished(kind);
      hasEnded = false;
    };
    track.on(TrackEvent.Ended, onEnded).on(TrackEvent.Restarted, onRestarted).on(TrackEvent.Muted, onMuted);
    followed.set(publication, () => {
      track
        .off(TrackEvent.Ended, onEnded)
        .off(TrackEvent.Restarted, onRestarted)
        .off(TrackEvent.Muted, onMuted);
    });
  }

  function unfollow(publication: LocalTrackPublication): void {
    followed.get(publication)?.();
    followed.delete(publication);
  }

  for (const source of kinds.keys()) {
    const own = localParticipant.getTrackPublication(source);
    if (own) follow(own);
  }
  localParticipant
    .on(ParticipantEvent.LocalTrackPublished, follow)
    .on(ParticipantEvent.LocalTrackUnpublished, unfollow);
  return () => {
    localParticipant
      .off(ParticipantEvent.LocalTrackPublished, follow)
      .off(ParticipantEvent.LocalTrackUnpublished, unfollow);
    for (const publication of followed.keys()) unfollow(publication);
  };
}
