import { RoomEvent, type RemoteTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { useRoomContext } from './RoomContext.tsx';
import { presenceEvents, useLatestList } from './useLatest.ts';

const events = [
  ...presenceEvents,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackUnpublished,
];

/** All that is to be heard of the others: voices, and the sound of shared screens. */
export function Sound() {
  const room = useRoomContext();
  const tracks = useLatestList(
    room,
    events,
    () =>
      [...room.remoteParticipants.values()].flatMap(({ audioTrackPublications }) =>
        [...audioTrackPublications.values()].flatMap(({ track }) => track ?? []),
      ),
    Object.is,
  );
  return (
    <div hidden>
      {tracks.map((track) => (
        <SoundTrack key={track.sid} track={track} />
      ))}
    </div>
  );
}

function SoundTrack({ track }: { track: RemoteTrack }) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = ref.current;
    if (!audio) return undefined;
    track.attach(audio);
    return () => {
      track.detach(audio);
    };
  }, [track]);
  // What people say is written nowhere: there are no captions to show.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return <audio ref={ref} />;
}
