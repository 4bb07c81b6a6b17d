import { checkRoomPrefix } from '../common/contract.ts';
import type { Wish } from './readTokenRequest.ts';

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

/** Of the requests that one address may make, those that may open check rooms: a check of the app takes about five. */
export const checkShare = 0.5;

/**
 * The wish for a check room, without the words of who asks: everybody may open such a room, so a name, metadata or attributes would be
 * a way to tell others something that no key and no list of rooms stands in front of.
 */
export function checkWish({ room, secret }: Wish): Wish {
  return { room, ...(secret !== undefined && { secret }) };
}
