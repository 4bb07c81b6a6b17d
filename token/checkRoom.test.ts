import { expect, test } from 'vitest';
import { isCheckRoom } from './checkRoom.ts';

test('16 to 32 random characters make a room for a check', () => {
  expect(isCheckRoom(`first-room-check-${'a1'.repeat(8)}`)).toBe(true);
  expect(isCheckRoom(`first-room-check-${'a1'.repeat(16)}`)).toBe(true);
});

test.each([
  'first-room-check-',
  `first-room-check-${'a'.repeat(15)}`,
  `first-room-check-${'a'.repeat(33)}`,
  `first-room-check-${'A'.repeat(16)}`,
  `first-room-check-${'a'.repeat(16)}\n`,
  `first-room-check-${'あ'.repeat(16)}`,
  ` first-room-check-${'a'.repeat(16)}`,
  `my-first-room-check-${'a'.repeat(16)}`,
])('%j is no room for a check', (room) => {
  expect(isCheckRoom(room)).toBe(false);
});
