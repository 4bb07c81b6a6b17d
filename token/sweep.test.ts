import { afterEach, expect, test, vi } from 'vitest';
import { initialState, type RoomState } from './roomState.ts';
import { sweeper } from './sweep.ts';

const hourMs = 60 * 60_000;

afterEach(() => void vi.useRealTimers());

/** Begins to check a room in this state, and returns how often it was checked in the second hour. */
async function checksInTheSecondHour(state: RoomState, rooms = [{ name: 'room', sid: '', metadata: '' }]) {
  vi.useFakeTimers();
  const participants = vi.fn(async () => []);
  const sweep = sweeper(
    { participants, remove: async () => {}, rooms: async () => rooms, allRooms: async () => rooms },
    { load: async () => state },
    () => {},
  );
  sweep.begin('room');
  await vi.advanceTimersByTimeAsync(hourMs);
  participants.mockClear();
  await vi.advanceTimersByTimeAsync(hourMs);
  return participants.mock.calls.length;
}

test('a room that is closed to somebody is checked for as long as it exists, because LiveKit renews tokens', async () => {
  expect(await checksInTheSecondHour({ ...initialState('open'), entry: 'locked' })).toBeGreaterThan(100);
  expect(await checksInTheSecondHour({ ...initialState('open'), removed: ['12345678'] })).toBeGreaterThan(
    100,
  );
});

test('a room that is open to everybody, or has ended, is not checked any more', async () => {
  expect(await checksInTheSecondHour(initialState('open'))).toBe(0);
  expect(await checksInTheSecondHour(initialState('locked'), [])).toBe(0);
});
