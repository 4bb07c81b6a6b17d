import { useMemo } from 'react';
import { isSameTile, tileEvents, tilesOf, withReturned, type Tile } from '../meeting/tiles.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestList } from '../room/useLatest.ts';

/** The tiles of all participants. While the connection is made anew, all tiles stay. */
export function useTiles(): readonly Tile[] {
  const room = useRoomContext();
  const { tilesBefore } = useMeeting();
  const present = useLatestList(room, tileEvents, () => tilesOf(room), isSameTile);
  const before = useFollowed(tilesBefore);
  return useMemo(() => (before ? withReturned(before, present) : present), [before, present]);
}
