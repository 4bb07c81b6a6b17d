import { RoomEvent } from 'livekit-client';
import { readHouseRules } from '../call/roles.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestOfRoom } from '../room/useLatest.ts';

const metadataEvents = [RoomEvent.RoomMetadataChanged] as const;

/** The hosts' decisions about the room. */
export function useHouseRules() {
  const room = useRoomContext();
  return readHouseRules(useLatestOfRoom(room, metadataEvents, () => room.metadata));
}
