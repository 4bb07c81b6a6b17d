import { RoomEvent, type Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useLatestOfRoom } from '../room/useLatest.ts';

const events = [RoomEvent.AudioPlaybackStatusChanged];
const videoEvents = [RoomEvent.VideoPlaybackStatusChanged];

/** Time for audio to start before the second try. */
const startMs = 1000;

/**
 * Whether the browser blocks audio until the guest touches the page.
 *
 * The SDK reports that when its audio context does not start within 200 ms (livekit-client 2.23, Room.ts), which also happens on computers with slow audio
 * hardware. So audio is started once more before the guest is asked.
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

/** Whether the browser blocks the others' video until the guest touches the page. */
export function useVideoHeldBack(room: Room): boolean {
  return useLatestOfRoom(room, videoEvents, () => !room.canPlaybackVideo);
}
