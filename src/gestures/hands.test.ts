import { expect, test } from 'vitest';
import { nextHandMs, numberHands, raisedAtMs } from './hands.ts';

function up(at: number | string) {
  return { 'first-room.hand': String(at) };
}

test('hands are numbered in the order in which they went up', () => {
  const numbers = numberHands([
    { identity: 'a', attributes: up(300) },
    { identity: 'b', attributes: {} },
    { identity: 'c', attributes: up(100) },
    { identity: 'd', attributes: up(300) },
  ]);
  expect([...numbers]).toEqual([
    ['c', 1],
    ['a', 2],
    ['d', 3],
  ]);
});

test('a hand goes up after those that are up, even by a clock that is behind', () => {
  expect(nextHandMs(1000, [up(1500), {}])).toBe(1501);
  expect(nextHandMs(1000, [up(900)])).toBe(1000);
});

test('a hand from a far future does not move the others there', () => {
  expect(nextHandMs(1000, [up(999_999_999_999_999)])).toBe(1000);
});

test.each(['', 'soon', '-1', '1e9', '9'.repeat(40)])('an attribute of "%s" is no raised hand', (text) => {
  expect(raisedAtMs(up(text))).toBeUndefined();
});
