import { checkRoomPrefix } from './contract.ts';

/**
 * Rooms for checking a connection (`/?check` in the app), where nobody is disturbed. They may be opened without standing
 * in ROOMS, so they are good for nothing else: nobody in them sees or hears anybody (`mintToken.ts`), and the random
 * part keeps two checks apart.
 */
const checkRoom = new RegExp(`^${checkRoomPrefix}[a-z0-9]{16,32}$`);

export function isCheckRoom(room: string): boolean {
  return checkRoom.test(room);
}

/** One check at a time; the second place is for a connection that was lost and is made anew. */
export const checkRoomPlaces = 2;
