import { expect, test } from 'vitest';
import { addNewcomers, bringForward, insertSelf } from './order.ts';

const order = ['ann', 'ben', 'cem', 'dora', 'eva'];

function firstPage(spoke: Record<string, number> = {}, present = order) {
  return { present, onFirstPage: 3, lastSpokeMs: (identity: string) => spoke[identity] ?? 0 };
}

test('newcomers come last, and participants who left keep their place', () => {
  expect(addNewcomers(order, ['eva', 'fay', 'ann'])).toEqual([...order, 'fay']);
  expect(addNewcomers(order, ['ann'])).toBe(order);
});

test('a speaker on a later page swaps places with the longest silent participant on the first page', () => {
  expect(bringForward(order, ['eva'], firstPage({ ann: 10, ben: 5, cem: 20 }))).toEqual([
    'ann',
    'eva',
    'cem',
    'dora',
    'ben',
  ]);
});

test('a speaker on the first page changes nothing', () => {
  expect(bringForward(order, ['cem', 'ann'], firstPage())).toBe(order);
  expect(bringForward(order, [], firstPage())).toBe(order);
});

test('among participants who never spoke, the last one is swapped out', () => {
  expect(bringForward(order, ['dora'], firstPage())).toEqual(['ann', 'ben', 'dora', 'cem', 'eva']);
});

test('speakers are never swapped out, however many speak', () => {
  expect(bringForward(order, ['dora', 'cem', 'eva'], firstPage({ ann: 1, ben: 2 }))).toEqual([
    'dora',
    'eva',
    'cem',
    'ann',
    'ben',
  ]);
  expect(bringForward(order, ['ann', 'ben', 'cem', 'eva'], firstPage())).toBe(order);
});

test('participants who have left take up no place on the first page', () => {
  const present = ['ann', 'cem', 'dora', 'eva'];
  expect(bringForward(order, ['dora'], firstPage({}, present))).toBe(order);
  expect(bringForward(order, ['eva'], firstPage({ ann: 9, cem: 8 }, present))).toEqual([
    'ann',
    'ben',
    'cem',
    'eva',
    'dora',
  ]);
});

test('the guest is last, or last on the first of several pages', () => {
  expect(insertSelf(['ann', 'ben'], ['me'], 6)).toEqual(['ann', 'ben', 'me']);
  expect(insertSelf(['ann', 'ben', 'cem', 'dora'], ['me'], 3)).toEqual(['ann', 'ben', 'me', 'cem', 'dora']);
  expect(insertSelf(['ann', 'ben'], [], 6)).toEqual(['ann', 'ben']);
});
