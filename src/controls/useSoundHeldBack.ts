import { RoomEvent, type Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useLatestOfRoom } from '../room/useLatest.ts';

const events = [RoomEvent.AudioPlaybackStatusChanged];
const videoEvents = [RoomEvent.VideoPlaybackStatusChanged];

/** How long the browser's sound may take to start before it counts as held back. */
const startMs = 1000;

/**
 * Whether the browser keeps the others' sound from playing until the guest touches the page.
 *
 * The SDK says so when its audio context does not run within 200 ms (livekit-client 2.23, Room.ts), which
 * also happens to a computer whose sound is slow to start: so it is tried once more before the guest is asked.
 */
export function useSoundHeldBack(room: Room): boolean {
  const canPlayAudio = useLatestOfRoom(room, events, () => room.canPlaybackAudio);
  const [hasTriedAgain, setTriedAgain] = useState(false);
  useEffect(() => {
    if (canPlayAudio) return undefined;
    const timer = setTimeout(() => {
      room
        .startAudio()
        .catch(() => {})
        .finally(() => setTriedAgain(true));
    }, startMs);
    return () => clearTimeout(timer);
  }, [room, canPlayAudio]);
  return !canPlayAudio && hasTriedAgain;
}

/** Whether the browser keeps the others' video from playing until the guest touches the page. */
export function useVideoHeldBack(room: Room): boolean {
  return useLatestOfRoom(room, videoEvents, () => !room.canPlaybackVideo);
}
