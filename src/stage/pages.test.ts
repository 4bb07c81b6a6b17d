import { expect, test } from 'vitest';
import { openPage, pageStep } from './pages.ts';

test('tiles that fit on one page have one page', () => {
  expect(openPage(0, 6, 6)).toEqual({ index: 0, count: 1, start: 0, end: 6 });
  expect(openPage(0, 0, 6)).toEqual({ index: 0, count: 1, start: 0, end: 0 });
});

test('the last page has the remaining tiles', () => {
  expect(openPage(1, 8, 6)).toEqual({ index: 1, count: 2, start: 6, end: 8 });
});

test('a page after the last one is the last one, and a page before the first one is the first', () => {
  expect(openPage(4, 13, 6)).toMatchObject({ index: 2, start: 12, end: 13 });
  expect(openPage(-1, 13, 6)).toMatchObject({ index: 0, start: 0, end: 6 });
});

test('page keys and arrows turn pages, other keys do not, and arrows are mirrored where text runs from right to left', () => {
  const keys = ['PageDown', 'ArrowRight', 'PageUp', 'ArrowLeft', 'a', 'ArrowUp'];
  expect(keys.map((key) => pageStep(key))).toEqual([1, 1, -1, -1, undefined, undefined]);
  expect(keys.map((key) => pageStep(key, true))).toEqual([1, -1, -1, 1, undefined, undefined]);
});
