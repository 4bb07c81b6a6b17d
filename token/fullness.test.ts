import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fullness } from './fullness.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A LiveKit that keeps count of its questions. */
function roomWith(people: number) {
  const room = { people, asked: 0 };
  const isFull = fullness(() => {
    room.asked += 1;
    return Promise.resolve(room.people);
  });
  return { room, isFull };
}

test('a room is full when every place is taken', async () => {
  const { room, isFull } = roomWith(3);
  expect(await isFull('kitchen', 4)).toBe(false);
  expect(await isFull('kitchen', 3)).toBe(true);
  room.people = 4;
  expect(await isFull('kitchen', 3)).toBe(true);
});

test('near the limit LiveKit is asked each time', async () => {
  const { room, isFull } = roomWith(3);
  expect(await isFull('kitchen', 4)).toBe(false);
  room.people = 4;
  expect(await isFull('kitchen', 4)).toBe(true);
  room.people = 3;
  expect(await isFull('kitchen', 4)).toBe(false);
  expect(room.asked).toBe(3);
});

test('far from the limit the answer serves for a second, for that room alone', async () => {
  const { room, isFull } = roomWith(2);
  expect(await isFull('kitchen', 4)).toBe(false);
  room.people = 4;
  await vi.advanceTimersByTimeAsync(999);
  expect(await isFull('kitchen', 4)).toBe(false);
  expect(room.asked).toBe(1);
  expect(await isFull('garden', 4)).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(await isFull('kitchen', 4)).toBe(true);
  expect(room.asked).toBe(3);
});

test('who comes while LiveKit is asked shares the answer, though the room is full', async () => {
  const { room, isFull } = roomWith(4);
  expect(await Promise.all([isFull('kitchen', 4), isFull('kitchen', 4)])).toEqual([true, true]);
  expect(room.asked).toBe(1);
  expect(await isFull('kitchen', 4)).toBe(true);
  expect(room.asked).toBe(2);
});

test('a failure is told to all who waited, and is not remembered', async () => {
  let asked = 0;
  const isFull = fullness(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(0);
  });
  const waiting = await Promise.allSettled([isFull('kitchen', 4), isFull('kitchen', 4)]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await isFull('kitchen', 4)).toBe(false);
});
