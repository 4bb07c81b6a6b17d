import { expect, test } from 'vitest';
import { createMicrophoneWatch } from './microphoneWatch.ts';

/**
 * Returns a function that simulates a microphone whose level has the same peak every 100 ms for some time, and that
 * collects the problems that `watch` recognises.
 */
function listen(watch: ReturnType<typeof createMicrophoneWatch>, startMs: number) {
  let atMs = startMs;
  return (isMuted: boolean, peak: number, forMs: number) => {
    const told = [];
    for (const endMs = atMs + forMs; atMs < endMs; atMs += 100) {
      const remark = watch({ isMuted, peak, atMs });
      if (remark) told.push(remark);
    }
    return told;
  };
}

test('talking while muted is reported once', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  expect(hear(true, 0.3, 2000)).toEqual(['talking_while_muted']);
  expect(hear(true, 0.3, 5000)).toEqual([]);
});

test('talking while muted is reported again after unmuting', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  hear(true, 0.3, 2000);
  expect(hear(false, 0.3, 2000)).toEqual([]);
  expect(hear(true, 0.3, 2000)).toEqual(['talking_while_muted']);
});

test('short noises and a quiet room are not a voice', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  for (let tap = 0; tap < 5; tap += 1) {
    expect(hear(true, 0.5, 100)).toEqual([]);
    expect(hear(true, 0.01, 2000)).toEqual([]);
  }
});

test('a voice may pause between words', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  expect([...hear(true, 0.3, 300), ...hear(true, 0.01, 500), ...hear(true, 0.3, 300)]).toEqual([
    'talking_while_muted',
  ]);
});

test('a microphone that gives no sound for ten seconds is reported once', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  expect(hear(false, 0, 9900)).toEqual([]);
  expect(hear(false, 0, 20_000)).toEqual(['no_sound']);
});

test('the noise of a quiet room counts as sound', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  expect(hear(false, 0.001, 60_000)).toEqual([]);
});

test('silence while muted is not reported', () => {
  const hear = listen(createMicrophoneWatch(), 0);
  expect(hear(true, 0, 60_000)).toEqual([]);
});
