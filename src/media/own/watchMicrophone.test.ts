import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchMicrophone } from './watchMicrophone.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const voice = 0.3;

/** Watches a fake microphone. `hear` makes the microphone give this peak for some time, measured ten times a second. */
function watch() {
  const track = { isMuted: false };
  const found: string[] = [];
  let level = -1;
  let onPeak: ((peak: number) => void) | undefined;
  const stop = watchMicrophone(
    track,
    (_, listener) => {
      onPeak = listener;
      return () => (onPeak = undefined);
    },
    {
      onLevel: (measured) => (level = measured),
      onRemark: (remark) => found.push(remark),
      onSound: () => found.at(-1) !== 'sound' && found.push('sound'),
    },
  );
  const hear = (peak: number, ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      vi.advanceTimersByTime(100);
      onPeak?.(peak);
    }
  };
  return { track, found, stop, hear, level: () => level, isListening: () => onPeak !== undefined };
}

test('measuring starts a while after the start of the call, and not at all if the call has ended by then', () => {
  const { hear, isListening, stop } = watch();
  expect(isListening()).toBe(false);
  hear(0, 5000);
  expect(isListening()).toBe(true);
  stop();
  expect(isListening()).toBe(false);
  const short = watch();
  short.stop();
  short.hear(0, 5000);
  expect(short.isListening()).toBe(false);
});

test('a muted microphone has level 0 although the guest talks, which is remarked', () => {
  const { track, found, hear, level } = watch();
  track.isMuted = true;
  hear(voice, 5000);
  expect(level()).toBe(0);
  expect(found).toEqual(['talking_while_muted']);
  track.isMuted = false;
  hear(voice, 100);
  expect(level()).toBeGreaterThan(0);
});

test('sound after silence makes the remark about the silence obsolete, and the noise of a quiet room does not', () => {
  const { found, hear } = watch();
  hear(0, 20_000);
  hear(0.001, 1000);
  expect(found).toEqual(['no_sound']);
  hear(voice, 100);
  expect(found).toEqual(['no_sound', 'sound']);
});
