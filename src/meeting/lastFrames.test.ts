import { EventEmitter } from 'node:events';
import { EngineEvent, Track, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createListeners } from '../listeners.ts';
import { createLastFrames } from './lastFrames.ts';

/** Fakes of the browser's video element and canvas. */
class StandInVideo {
  videoWidth = 1280;
  videoHeight = 720;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('HTMLVideoElement', StandInVideo);
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => ({ drawImage: vi.fn() }) }) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/**
 * A room in which Ben's video is shown. `settle(false)` simulates that the client is reconnecting, and `settle(true)`
 * that it has reconnected.
 */
function open() {
  let isSettled = true;
  const { subscribe, tellAll } = createListeners();
  const lastFrames = createLastFrames({ getState: () => isSettled, subscribe }, () => true);
  const engine = new EventEmitter();
  const camera = { source: Track.Source.Camera, track: { attachedElements: [new StandInVideo()] } };
  const ben = { identity: 'ben', videoTrackPublications: new Map([['1', camera]]) };
  const localParticipant = { identity: 'me', videoTrackPublications: new Map() };
  const room = { engine, localParticipant, remoteParticipants: new Map([['ben', ben]]) };
  // The cast is safe, because the last frames use only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const detach = lastFrames.attach(room as unknown as Room);
  const settle = (next: boolean) => {
    isSettled = next;
    tellAll();
  };
  const restart = () => engine.emit(EngineEvent.Restarting);
  return { lastFrames, settle, restart, detach };
}

test('the last frames are kept until the connection is settled again, in small size', async () => {
  const { lastFrames, settle, restart } = open();
  restart();
  expect([...lastFrames.getState().values()]).toMatchObject([{ width: 640, height: 360 }]);
  settle(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lastFrames.getState().size).toBe(1);
  settle(true);
  expect(lastFrames.getState().size).toBe(0);
});

test('if the connection was not lost after all, the last frames are dropped after a moment', async () => {
  const { lastFrames, restart } = open();
  restart();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lastFrames.getState().size).toBe(0);
});

test('a room that is over leaves no frames', () => {
  const { lastFrames, restart, detach } = open();
  detach();
  restart();
  expect(lastFrames.getState().size).toBe(0);
});
