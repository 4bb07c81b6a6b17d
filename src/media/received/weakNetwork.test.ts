import { expect, test } from 'vitest';
import { createWeakNetwork } from './weakNetwork.ts';

/** A second after the other. @returns the step after each phase */
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

test('a connection that is bad for a moment changes nothing', () => {
  expect(
    run(0, [
      ['good', 10],
      ['bad', 6],
      ['good', 3],
      ['bad', 6],
    ]),
  ).toEqual([0, 0, 0, 0]);
});

test('one that stays bad narrows by steps to the last, and comes back by steps', () => {
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

test('a step back that was too early makes the next one wait longer', () => {
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

test('what is unknown changes nothing', () => {
  expect(
    run(0, [
      ['bad', 9],
      ['unknown', 100],
    ]),
  ).toEqual([1, 1]);
});

test('a bad judgement from before an interruption does not count on after it', () => {
  expect(
    run(0, [
      ['bad', 6],
      ['unknown', 20],
      ['bad', 6],
      ['bad', 3],
    ]),
  ).toEqual([0, 0, 0, 1]);
});

test('who saves data stays at the first step', () => {
  expect(
    run(1, [
      ['good', 100],
      ['bad', 9],
      ['good', 100],
    ]),
  ).toEqual([1, 2, 1]);
});
