import { afterEach, expect, test, vi } from 'vitest';
import { tokenSeconds } from './mintToken.ts';
import { initialState, serializeState, type RoomState } from './roomState.ts';
import { standingRoomOf } from './standingRoom.ts';
import { roomsAtStart, sweeper } from './sweep.ts';

const hourMs = 60 * 60_000;

afterEach(() => void vi.useRealTimers());

/** Begins to check a room in this state, and returns how often it was checked in the second hour. */
async function checksInTheSecondHour(state: RoomState, rooms = [{ name: 'room', sid: '', metadata: '' }]) {
  vi.useFakeTimers();
  const participants = vi.fn(async () => []);
  const sweep = sweeper(
    { participants, remove: async () => {}, rooms: async () => rooms },
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

test('a handler that starts does not check the standing room, in which nobody is', async () => {
  vi.useFakeTimers();
  const participants = vi.fn(async (_room: string) => []);
  const locked = serializeState(initialState('locked'));
  const sweep = sweeper(
    { participants, remove: async () => {}, rooms: async () => [] },
    { load: async () => initialState('locked') },
    () => {},
  );
  sweep.takeOver([
    { name: standingRoomOf('secret', ''), sid: '', metadata: locked },
    { name: 'room', sid: '', metadata: locked },
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(new Set(participants.mock.calls.map(([room]) => room))).toEqual(new Set(['room']));
});

test('a room that is open to everybody, or has ended, is not checked any more', async () => {
  expect(await checksInTheSecondHour(initialState('open'))).toBe(0);
  expect(await checksInTheSecondHour(initialState('locked'), [])).toBe(0);
});

test('a handler that starts while LiveKit does not answer says so once, and begins the checks when LiveKit answers', async () => {
  vi.useFakeTimers();
  const onFailure = vi.fn();
  let tries = 0;
  const rooms = roomsAtStart(
    {
      allRooms: async () => {
        tries += 1;
        if (tries < 4) throw new Error('no answer');
        return [{ name: 'room', sid: '', metadata: '' }];
      },
    },
    onFailure,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await rooms).map(({ name }) => name)).toEqual(['room']);
  expect(onFailure).toHaveBeenCalledOnce();
});

test('a room that a host closes just when a check has found it open is checked at once again', async () => {
  vi.useFakeTimers();
  let state = initialState('open');
  let closing = () => {};
  const participants = vi.fn(async () => []);
  const sweep = sweeper(
    {
      participants,
      remove: async () => {},
      rooms: async () => {
        closing();
        return [{ name: 'room', sid: '', metadata: '' }];
      },
    },
    { load: async () => state },
    () => {},
  );
  sweep.begin('room');
  await vi.advanceTimersByTimeAsync(tokenSeconds * 1000);
  closing = () => {
    closing = () => {};
    state = initialState('locked');
    sweep.begin('room');
    participants.mockClear();
  };
  await vi.advanceTimersByTimeAsync(hourMs);
  expect(participants.mock.calls.length).toBeGreaterThan(100);
});
