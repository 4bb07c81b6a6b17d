import type { Room } from 'livekit-client';
import { useEffect, useState } from 'react';
import { followSpeaker } from '../media/received/followSpeaker.ts';

/** Identity of the other participant who speaks or spoke last. It is updated only while `isFollowing` is true. */
export function useFollowedSpeaker(room: Room, isFollowing: boolean): string | undefined {
  const [followed, setFollowed] = useState<string>();
  useEffect(() => (isFollowing ? followSpeaker(room, setFollowed) : undefined), [room, isFollowing]);
  return followed;
}
