import { randomInt } from 'node:crypto';
import { parseRoomKey } from '../../common/roomKey.ts';

export interface RoomKey {
  value: string;
  /** True for the person's own (ROOM_KEY), false for one that was made for this start. */
  isOwn: boolean;
}

/** Lower case and digits that nobody mistakes for each other: the key of a home screen icon has to be typed. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * The key that guests of this start need. ROOM_KEY wins. A room that the local network reaches gets a new one, unless it is to be
 * open; a room on this machine alone needs none.
 *
 * @param own ROOM_KEY; one that can't be a key is left to the token handler, which refuses it with a sentence
 * @param lan `undefined` where only this machine is served
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

/** 80 random bits, in groups of four: `abcd-2345-efgh-6789`. */
function makeRoomKey(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
