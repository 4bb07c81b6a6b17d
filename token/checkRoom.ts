import { checkRoomPrefix } from '../common/contract.ts';
import type { Wish } from './readTokenRequest.ts';

/**
 * Matches the names of rooms for the connection check (`/?check` in the app). Such a room needs no entry in ROOMS, so
 * its tokens allow no call: participants can publish but not subscribe (`mintToken.ts`). The random part of the name
 * gives each check a room of its own.
 */
const checkRoom = new RegExp(`^${checkRoomPrefix}[a-z0-9]{16,32}$`);

export function isCheckRoom(room: string): boolean {
  return checkRoom.test(room);
}

/**
 * Limit of participants in a room of the connection check: one for the check, one for its reconnection while LiveKit
 * still counts the lost connection.
 */
export const checkRoomPlaces = 2;

/**
 * Share of the request limit of one address that may be used to open rooms of the connection check. A check by the app
 * makes about five requests.
 */
export const checkShare = 0.5;

/**
 * Removes name, metadata and attributes from a request for a room of the connection check: anybody may open such a
 * room, so these would be a channel to other people that no key and no list of rooms guards.
 */
export function checkWish({ room, secret }: Wish): Wish {
  return { room, ...(secret !== undefined && { secret }) };
}
