import type { Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { followSpeaker } from '../media/received/followSpeaker.ts';

/** The identity of who speaks or spoke last, never oneself. Follows nobody unless `isFollowing`. */
export function useFollowedSpeaker(room: Room, isFollowing: boolean): string | undefined {
  const [followed, setFollowed] = useState<string>();
  useEffect(() => (isFollowing ? followSpeaker(room, setFollowed) : undefined), [room, isFollowing]);
  return followed;
}
