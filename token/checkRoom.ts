import { checkRoomPrefix } from '../common/contract.ts';
import type { Wish } from './readTokenRequest.ts';

/**
 * Names of the rooms for the connection check (`/?check` in the app). Such a room needs no entry in ROOMS, so its
 * tokens allow no call: participants can publish but not subscribe (`mintToken.ts`). The random part of the name gives
 * each check its own room.
 */
const checkRoom = new RegExp(`^${checkRoomPrefix}[a-z0-9]{16,32}$`);

export function isCheckRoom(room: string): boolean {
  return checkRoom.test(room);
}

/** One for the check, one for its reconnection while the lost connection still counts. */
export const checkRoomPlaces = 2;

/** Share of an address's request limit that may open check rooms; a check of the app makes about five requests. */
export const checkShare = 0.5;

/**
 * Removes name, metadata and attributes from a request for a check room: anybody may open such a room, so they would be
 * a channel to other people that no key and no list of rooms guards.
 */
export function checkWish({ room, secret }: Wish): Wish {
  return { room, ...(secret !== undefined && { secret }) };
}
