import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askForFrames } from './askForFrames.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A picture of which an SFU sends the lowest layer that it takes to have as many frames as are asked for. */
function receive(layers: readonly { measured: number; real: number }[]) {
  const asked: number[] = [];
  let sent = 0;
  let frames = 0;
  const receiving = setInterval(() => (frames += sent), 1000);
  const stop = askForFrames(
    {
      setVideoFPS: (fps: number) => {
        asked.push(fps);
        // As LiveKit 1.13.5 chooses (mediatrackreceiver.go).
        sent = (layers.find(({ measured }) => fps * 0.9 <= measured) ?? layers.at(-1))?.real ?? 0;
      },
    },
    { getVideoPlaybackQuality: () => ({ totalVideoFrames: frames }) },
    10,
  );
  return { asked, sent: () => sent, stop, receiving };
}

test('with well measured layers 10 frames are asked for once', () => {
  const picture = receive([5, 10, 20].map((rate) => ({ measured: rate, real: rate })));
  vi.advanceTimersByTime(60_000);
  expect(picture.asked).toEqual([10]);
  expect(picture.sent()).toBe(10);
});

test.each([
  ['a little', [4.4, 8.8, 17.5]],
  ['much', [1, 2, 4]],
])('after a start that was %s slower fewer are asked for, until 10 come', (_, measured) => {
  const real = [5, 10, 20];
  const picture = receive(measured.map((rate, layer) => ({ measured: rate, real: real[layer] ?? 0 })));
  expect(picture.sent()).toBe(20);
  vi.advanceTimersByTime(60_000);
  expect(picture.sent()).toBe(10);
});

test('a camera without temporal layers is asked for no less than one frame', () => {
  const picture = receive([{ measured: 30, real: 30 }]);
  vi.advanceTimersByTime(600_000);
  expect(picture.asked.at(-1)).toBe(1);
  const count = picture.asked.length;
  vi.advanceTimersByTime(60_000);
  expect(picture.asked.length).toBe(count);
});

test('when it is over all frames are asked for', () => {
  const picture = receive([5, 10, 20].map((rate) => ({ measured: rate, real: rate })));
  picture.stop();
  expect(picture.asked.at(-1)).toBe(120);
  clearInterval(picture.receiving);
  expect(vi.getTimerCount()).toBe(0);
});
