import { RoomEvent, type RemoteTrack } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { keepPlaying } from '../session/livekit/keepPlaying.ts';
import { useRoomContext } from './RoomContext.tsx';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useLatestList } from './useLatest.ts';

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

/**
 * Symptom: each call that was over left its whole page in memory. Cause: the SDK keeps audio elements that it is done with, to use
 * one of them again, and one that has a parent looks to it as if it were in use, so that it kept the next one, too
 * (livekit-client 2.23, Track.ts, `recycleElement`); by its parents an element holds all that was drawn. So it gets elements that
 * React knows nothing of, and gets them back without a parent.
 */
function SoundTrack({ track }: { track: RemoteTrack }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // What people say is written nowhere: there are no captions to show.
    const audio = document.createElement('audio');
    ref.current?.append(audio);
    // It has been heard already, before the room was drawn (src/start/earlyVideo.ts).
    track.detach();
    track.attach(audio);
    const stop = keepPlaying(track, audio);
    return () => {
      stop();
      audio.remove();
      track.detach(audio);
    };
  }, [track]);
  return <span ref={ref} />;
}
