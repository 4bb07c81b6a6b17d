import { ParticipantEvent, Track, TrackEvent, type LocalTrackPublication, type Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';

const kinds = new Map<Track.Source, DeviceKind>([
  [Track.Source.Camera, 'camera'],
  [Track.Source.Microphone, 'microphone'],
]);

/**
 * Shows a notice when a microphone or camera stops by itself (unplugged, taken by another program, no longer allowed), and the SDK, which tries once to
 * restart it or open another one, has muted it instead.
 */
export function useVanishedDevices(): void {
  const room = useRoomContext();
  const { tell } = useNotices();
  const onVanished = useEffectEvent((device: DeviceKind) => tell({ device, problem: 'vanished' }));
  useEffect(() => followVanishing(room, onVanished), [room]);
}

function followVanishing({ localParticipant }: Room, onVanished: (kind: DeviceKind) => void): () => void {
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

  for (const publication of localParticipant.trackPublications.values()) {
    const own = localParticipant.getTrackPublication(publication.source);
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
