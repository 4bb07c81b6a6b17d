import { useMemo } from 'react';
import { isOnStage, isSameTile, stageEvents, tilesOf, withReturned, type Tile } from '../meeting/tiles.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestList } from '../room/useLatest.ts';

/** The tiles that the stage shows. While the connection is made anew, all tiles stay. */
export function useTiles(): readonly Tile[] {
  const room = useRoomContext();
  const { tilesBefore } = useMeeting();
  const present = useLatestList(room, stageEvents, () => tilesOf(room).filter(isOnStage), isSameTile);
  const before = useFollowed(tilesBefore);
  return useMemo(
    () => (before ? withReturned(before.filter(isOnStage), present) : present),
    [before, present],
  );
}
