import { expect, test } from 'vitest';
import { readSwipe } from './swipe.ts';

const from = { x: 200, y: 300, timeMs: 1000 };

function swipeBy(x: number, y: number, durationMs = 200) {
  return readSwipe(from, { x: from.x + x, y: from.y + y, timeMs: from.timeMs + durationMs });
}

test('a swipe to the left shows the next page, one to the right the page before', () => {
  expect(swipeBy(-120, 10)).toBe(1);
  expect(swipeBy(120, -20)).toBe(-1);
});

test('a diagonal or upright movement is scrolling', () => {
  expect(swipeBy(-120, 100)).toBeUndefined();
  expect(swipeBy(-10, 300)).toBeUndefined();
});

test('a trembling tap and a finger that rests are no swipe', () => {
  expect(swipeBy(-20, 0)).toBeUndefined();
  expect(swipeBy(-120, 0, 3000)).toBeUndefined();
});
