import { RoomEvent, type Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { followBlockedAudio } from '../media/received/followBlockedAudio.ts';
import { useLatestOfRoom } from '../room/useLatest.ts';

const videoEvents = [RoomEvent.VideoPlaybackStatusChanged];

/** Whether the browser blocks the others' audio until the guest has touched the page. */
export function useIsAudioBlocked(room: Room): boolean {
  const [isBlocked, setBlocked] = useState(false);
  useEffect(() => followBlockedAudio(room, setBlocked), [room]);
  return isBlocked;
}

/** Whether the browser blocks the others' video until the guest has touched the page. */
export function useIsVideoBlocked(room: Room): boolean {
  return useLatestOfRoom(room, videoEvents, () => !room.canPlaybackVideo);
}
