import { randomInt } from 'node:crypto';
import { parseRoomKey } from '../../common/roomKey.ts';

export interface RoomKey {
  value: string;
  /** True when the person who starts the room has set the key (ROOM_KEY), false for a generated one. */
  isOwn: boolean;
}

/**
 * Characters of generated room keys: lower-case letters and digits that can't be confused, because a person who starts
 * the app from a home screen icon has to type the key.
 */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Chooses the room key for this start of the room. A ROOM_KEY in the environment wins. Otherwise a room in the local
 * network gets a generated key, unless it is open to everybody there; a room on this machine alone needs none.
 *
 * @param own ROOM_KEY; an invalid one is left to the token handler, which reports it
 * @param lan `undefined` when only this machine is served
 */
export function chooseRoomKey(
  own: string | undefined,
  lan: { isOpen?: boolean } | undefined,
): RoomKey | undefined {
  if (own !== undefined && own.trim() !== '') {
    const value = parseRoomKey(own);
    return value === undefined ? undefined : { value, isOwn: true };
  }
  if (lan === undefined || lan.isOpen === true) return undefined;
  return { value: makeRoomKey(), isOwn: false };
}

/** Makes a room key of 80 random bits in groups of four characters: `abcd-2345-efgh-6789`. */
function makeRoomKey(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
