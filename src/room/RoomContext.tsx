import type { Room } from 'livekit-client';
import { createContext, useContext } from 'react';

export const RoomContext = createContext<Room | undefined>(undefined);

/** The LiveKit room that the page is connected to now. */
export function useRoomContext(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('There is no room above this view.');
  return room;
}
