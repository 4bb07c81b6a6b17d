import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fullness } from './fullness.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stand-in for LiveKit that counts the requests that it gets. */
function roomWith(people: number) {
  const room = { people, asked: 0 };
  const isFull = fullness(() => {
    room.asked += 1;
    return Promise.resolve(room.people);
  });
  return { room, isFull };
}

test('a room is full when it holds as many people as it has places', async () => {
  const { room, isFull } = roomWith(3);
  expect(await isFull('kitchen', 4)).toBe(false);
  expect(await isFull('kitchen', 3)).toBe(true);
  room.people = 4;
  expect(await isFull('kitchen', 3)).toBe(true);
});

test('LiveKit is asked each time when the room is nearly full', async () => {
  const { room, isFull } = roomWith(3);
  expect(await isFull('kitchen', 4)).toBe(false);
  room.people = 4;
  expect(await isFull('kitchen', 4)).toBe(true);
  room.people = 3;
  expect(await isFull('kitchen', 4)).toBe(false);
  expect(room.asked).toBe(3);
});

test('the count of a half-empty room is cached for a second, per room', async () => {
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

test('concurrent requests share one answer of LiveKit, even for a full room', async () => {
  const { room, isFull } = roomWith(4);
  expect(await Promise.all([isFull('kitchen', 4), isFull('kitchen', 4)])).toEqual([true, true]);
  expect(room.asked).toBe(1);
  expect(await isFull('kitchen', 4)).toBe(true);
  expect(room.asked).toBe(2);
});

test('a failure rejects all waiting requests and is not cached', async () => {
  let asked = 0;
  const isFull = fullness(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(0);
  });
  const waiting = await Promise.allSettled([isFull('kitchen', 4), isFull('kitchen', 4)]);
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await isFull('kitchen', 4)).toBe(false);
});
