import { useMemo } from 'react';
import { isSameTile, tileEvents, tilesOf, withReturned, type Tile } from '../meeting/tiles.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestList } from '../room/useLatest.ts';

/** Everybody's tiles. While the connection is made anew everybody stays. */
export function useTiles(): readonly Tile[] {
  const room = useRoomContext();
  const { tilesBefore } = useMeeting();
  const present = useLatestList(room, tileEvents, () => tilesOf(room), isSameTile);
  const before = useFollowed(tilesBefore);
  return useMemo(() => (before ? withReturned(before, present) : present), [before, present]);
}
