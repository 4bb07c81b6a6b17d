import { Room } from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { disposeRoom, keepRoomEndings } from './disposeRoom.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a disposed room no longer listens for device changes', () => {
  vi.stubGlobal('document', new EventTarget());
  const listening = new Set<AbortSignal | undefined>();
  const addEventListener = (_type: string, _listener: unknown, options?: { signal?: AbortSignal }) => {
    listening.add(options?.signal);
  };
  vi.stubGlobal('navigator', { userAgent: '', mediaDevices: { addEventListener } });
  keepRoomEndings();
  const room = new Room();
  const other = new Room();
  expect([...listening].map((signal) => signal?.aborted)).toEqual([false, false]);
  disposeRoom(room);
  expect([...listening].map((signal) => signal?.aborted)).toEqual([true, false]);
  disposeRoom(other);
});
