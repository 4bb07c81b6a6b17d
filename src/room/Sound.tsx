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

/** Plays the audio of all other participants: microphones and the sound of shared screens. */
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
 * Makes audio elements outside of React, and removes them before detaching.
 *
 * Symptom: each ended call leaves its whole page in memory.
 * Cause: the SDK keeps detached audio elements for reuse, and takes those with a parent for elements in use (livekit-client 2.23, Track.ts,
 * `recycleElement`). Through its parent such an element holds the whole page.
 * Remove when: the SDK no longer keeps detached elements.
 */
function SoundTrack({ track }: { track: RemoteTrack }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The audio element has no captions, because there are none for live speech.
    const audio = document.createElement('audio');
    ref.current?.append(audio);
    // The early video may play this track already (src/start/earlyVideo.ts), so the track is detached from its element
    // first.
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
