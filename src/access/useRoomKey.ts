import { useSyncExternalStore } from 'react';
import type { RoomKey } from './roomKey.ts';

export function useRoomKey(roomKey: RoomKey) {
  return useSyncExternalStore(roomKey.subscribe, roomKey.getState, roomKey.getState);
}
