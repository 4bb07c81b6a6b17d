import {
  RoomEvent,
  Track,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createHearings, type Hearing, type Hearings } from './hearing.ts';

/** How loud everyone in this room is heard, also after they or oneself come back from a broken connection. */
export function useHearings(room: Room): Hearings {
  const [hearings] = useState(createHearings);
  useEffect(() => {
    const unsubscribe = hearings.subscribe((identity) => {
      const participant = room.remoteParticipants.get(identity);
      if (participant) hear(participant, hearings.of(identity));
    });
    function follow(
      _track: RemoteTrack,
      publication: RemoteTrackPublication,
      participant: RemoteParticipant,
    ): void {
      if (publication.kind === Track.Kind.Audio) hear(participant, hearings.of(participant.identity));
    }
    room.on(RoomEvent.TrackSubscribed, follow);
    return () => {
      unsubscribe();
      room.off(RoomEvent.TrackSubscribed, follow);
    };
  }, [room, hearings]);
  return hearings;
}

export function useHearing(hearings: Hearings, identity: string): Hearing {
  return useSyncExternalStore(hearings.subscribe, () => hearings.of(identity));
}

function hear(participant: RemoteParticipant, { volume, isMuted }: Hearing): void {
  participant.setVolume(volume, Track.Source.Microphone);
  participant.setVolume(volume, Track.Source.ScreenShareAudio);
  // The server stops sending what nobody hears; volume 0 would not do on iOS, where it can't be set.
  for (const publication of participant.audioTrackPublications.values()) publication.setEnabled(!isMuted);
}
