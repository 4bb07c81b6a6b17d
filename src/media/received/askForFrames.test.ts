import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askForFrames } from './askForFrames.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/**
 * A fake video from an SFU, which sends the lowest temporal layer whose measured frame rate is at least the requested
 * one.
 */
function receive(layers: readonly { measured: number; real: number }[]) {
  const asked: number[] = [];
  let sent = 0;
  let frames = 0;
  const receiving = setInterval(() => (frames += sent), 1000);
  const stop = askForFrames(
    {
      setVideoFPS: (fps: number) => {
        asked.push(fps);
        // LiveKit 1.13.5 chooses the layer in this way (mediatrackreceiver.go).
        sent = (layers.find(({ measured }) => fps * 0.9 <= measured) ?? layers.at(-1))?.real ?? 0;
      },
    },
    { getVideoPlaybackQuality: () => ({ totalVideoFrames: frames }) },
    10,
  );
  return { asked, sent: () => sent, stop, receiving };
}

test('with correctly measured layers 10 frames per second are requested once', () => {
  const video = receive([5, 10, 20].map((rate) => ({ measured: rate, real: rate })));
  vi.advanceTimersByTime(60_000);
  expect(video.asked).toEqual([10]);
  expect(video.sent()).toBe(10);
});

test.each([
  ['a little', [4.4, 8.8, 17.5]],
  ['much', [1, 2, 4]],
])('after a start that was %s slower, fewer frames are requested until 10 are received', (_, measured) => {
  const real = [5, 10, 20];
  const video = receive(measured.map((rate, layer) => ({ measured: rate, real: real[layer] ?? 0 })));
  expect(video.sent()).toBe(20);
  vi.advanceTimersByTime(60_000);
  expect(video.sent()).toBe(10);
});

test('the requested frame rate never falls below one, even without temporal layers', () => {
  const video = receive([{ measured: 30, real: 30 }]);
  vi.advanceTimersByTime(600_000);
  expect(video.asked.at(-1)).toBe(1);
  const count = video.asked.length;
  vi.advanceTimersByTime(60_000);
  expect(video.asked.length).toBe(count);
});

test('stopping requests all frames again', () => {
  const video = receive([5, 10, 20].map((rate) => ({ measured: rate, real: rate })));
  video.stop();
  expect(video.asked.at(-1)).toBe(120);
  clearInterval(video.receiving);
  expect(vi.getTimerCount()).toBe(0);
});
