import { expect, test } from 'vitest';
import { readSwipe } from './swipe.ts';

const from = { x: 200, y: 300, timeMs: 1000 };

function swipeBy(x: number, y: number, durationMs = 200) {
  return readSwipe(from, { x: from.x + x, y: from.y + y, timeMs: from.timeMs + durationMs });
}

test('a swipe to the left shows the next page, and one to the right the previous page', () => {
  expect(swipeBy(-120, 10)).toBe(1);
  expect(swipeBy(120, -20)).toBe(-1);
});

test('where text runs from right to left a swipe to the right shows the next page', () => {
  const to = { x: from.x + 120, y: from.y, timeMs: from.timeMs + 200 };
  expect(readSwipe(from, to, true)).toBe(1);
  expect(readSwipe(to, { ...from, timeMs: to.timeMs + 200 }, true)).toBe(-1);
});

test('a diagonal or vertical movement is not a swipe', () => {
  expect(swipeBy(-120, 100)).toBeUndefined();
  expect(swipeBy(-10, 300)).toBeUndefined();
});

test('a short or slow movement is not a swipe', () => {
  expect(swipeBy(-20, 0)).toBeUndefined();
  expect(swipeBy(-120, 0, 3000)).toBeUndefined();
});
