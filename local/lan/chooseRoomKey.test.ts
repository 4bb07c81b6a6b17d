import { expect, test } from 'vitest';
import { parseRoomKey } from '../../common/roomKey.ts';
import { chooseRoomKey } from './chooseRoomKey.ts';

test('a room in the local network has a new key at each start', () => {
  const [first, second] = [chooseRoomKey(undefined, {}), chooseRoomKey('', { isOpen: false })];
  expect(first).toEqual({ value: expect.stringMatching(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/), isOwn: false });
  expect(parseRoomKey(first?.value ?? '')).toBe(first?.value);
  expect(second?.value).not.toBe(first?.value);
});

test('a room on this machine alone has no key, nor has an open one', () => {
  expect(chooseRoomKey(undefined, undefined)).toBeUndefined();
  expect(chooseRoomKey(undefined, { isOpen: true })).toBeUndefined();
});

test('ROOM_KEY wins over a new key and over --open', () => {
  const own = { value: 'blue-kettle-forty9', isOwn: true };
  for (const lan of [undefined, {}, { isOpen: true }]) {
    expect(chooseRoomKey(' blue-kettle-forty9\n', lan)).toEqual(own);
  }
});

test('an invalid ROOM_KEY is not replaced: the token handler refuses it', () => {
  expect(chooseRoomKey('short', {})).toBeUndefined();
});
