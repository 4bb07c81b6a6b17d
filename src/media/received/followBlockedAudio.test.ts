import { EventEmitter } from 'node:events';
import { RoomEvent, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followBlockedAudio } from './followBlockedAudio.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * Follows a fake room whose audio the browser blocks. `onStart` is what happens when the app tries to start the audio.
 */
function follow(onStart: () => void = () => {}) {
  const room = Object.assign(new EventEmitter(), {
    canPlaybackAudio: false,
    startAudio: vi.fn(async () => onStart()),
    allow: () => {
      room.canPlaybackAudio = true;
      room.emit(RoomEvent.AudioPlaybackStatusChanged);
    },
  });
  const told: boolean[] = [];
  // The cast is safe, because followBlockedAudio uses only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const stop = followBlockedAudio(room as unknown as Room, (isBlocked) => told.push(isBlocked));
  return { room, told, stop };
}

test('blocked audio is reported only after a second try has failed, and until the browser allows it', async () => {
  const { room, told } = follow(() => {
    throw new DOMException('blocked', 'NotAllowedError');
  });
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(room.startAudio).toHaveBeenCalledOnce();
  expect(told).toEqual([true]);
  room.allow();
  expect(told).toEqual([true, false]);
});

test('audio that starts late, or at the second try, is not reported', async () => {
  const late = follow();
  late.room.allow();
  await vi.advanceTimersByTimeAsync(5000);
  expect(late.room.startAudio).not.toHaveBeenCalled();
  const second = follow(() => second.room.allow());
  await vi.advanceTimersByTimeAsync(5000);
  expect(second.room.startAudio).toHaveBeenCalledOnce();
  expect([...late.told, ...second.told]).toEqual([]);
});

test('a room that is over starts no audio, and its audio no longer counts as blocked', async () => {
  const early = follow();
  early.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(early.room.startAudio).not.toHaveBeenCalled();
  const blocked = follow();
  await vi.advanceTimersByTimeAsync(5000);
  blocked.stop();
  expect(blocked.told).toEqual([true, false]);
});
