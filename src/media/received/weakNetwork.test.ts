import { expect, test } from 'vitest';
import { createWeakNetwork } from './weakNetwork.ts';

/**
 * Simulates a connection that has each quality for some seconds.
 *
 * @returns how far video is reduced at the end of each phase, as a step from 0 (all video) to 3 (audio only)
 */
function run(least: 0 | 1, phases: ['good' | 'bad' | 'unknown', seconds: number][]): number[] {
  const watch = createWeakNetwork(least);
  let atMs = 0;
  return phases.map(([quality, seconds]) => {
    let step = -1;
    for (let second = 0; second < seconds; second += 1) {
      step = watch({ quality, atMs });
      atMs += 1000;
    }
    return step;
  });
}

test('a connection that is bad for a few seconds changes nothing', () => {
  expect(
    run(0, [
      ['good', 10],
      ['bad', 6],
      ['good', 3],
      ['bad', 6],
    ]),
  ).toEqual([0, 0, 0, 0]);
});

test('a lasting bad connection reduces video step by step, and a good one restores it step by step', () => {
  expect(
    run(0, [
      ['bad', 9],
      ['bad', 8],
      ['bad', 30],
      ['good', 14],
      ['good', 3],
      ['good', 60],
    ]),
  ).toEqual([1, 2, 3, 3, 2, 0]);
});

test('after restoring too early the next restoring waits longer', () => {
  expect(
    run(0, [
      ['bad', 9],
      ['good', 16],
      ['bad', 9],
      ['good', 16],
      ['good', 16],
    ]),
  ).toEqual([1, 0, 1, 1, 0]);
});

test('an unknown quality changes nothing', () => {
  expect(
    run(0, [
      ['bad', 9],
      ['unknown', 100],
    ]),
  ).toEqual([1, 1]);
});

test('an unknown quality restarts the wait', () => {
  expect(
    run(0, [
      ['bad', 6],
      ['unknown', 20],
      ['bad', 6],
      ['bad', 3],
    ]),
  ).toEqual([0, 0, 0, 1]);
});

test('with data saver on, the first step is the lowest', () => {
  expect(
    run(1, [
      ['good', 100],
      ['bad', 9],
      ['good', 100],
    ]),
  ).toEqual([1, 2, 1]);
});
