import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { useEffect, useState } from 'react';

/**
 * The identity of the one who speaks or spoke last, never oneself. Of several at once it stays with
 * the one it has, so that the picture does not jump between them. Follows nobody unless `isFollowing`.
 */
export function useFollowedSpeaker(room: Room, isFollowing: boolean): string | undefined {
  const [followed, setFollowed] = useState<string>();
  useEffect(() => {
    if (!isFollowing) return undefined;
    function follow(speakers: Participant[]): void {
      const others = speakers.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity);
      setFollowed((current) =>
        current !== undefined && others.includes(current) ? current : (others[0] ?? current),
      );
    }
    follow(room.activeSpeakers);
    room.on(RoomEvent.ActiveSpeakersChanged, follow);
    return () => {
      room.off(RoomEvent.ActiveSpeakersChanged, follow);
    };
  }, [room, isFollowing]);
  return followed;
}
