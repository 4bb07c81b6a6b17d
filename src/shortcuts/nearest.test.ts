import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('an arrow key leads to the nearest button on its side, and nowhere beyond the last one', () => {
  const corners = [
    [0, 0],
    [100, 0],
    [0, 100],
    [100, 100],
  ] as const;
  const boxes = corners.map(([left, top]) => ({ left, top, width: 44, height: 44 }));
  const [upperLeft, upperRight, lowerLeft] = boxes;
  if (!upperLeft || !upperRight || !lowerLeft) throw new Error('no boxes');
  expect(nearest('ArrowRight', upperLeft, boxes)).toBe(1);
  expect(nearest('ArrowLeft', upperRight, boxes)).toBe(0);
  expect(nearest('ArrowDown', upperRight, boxes)).toBe(3);
  expect(nearest('ArrowUp', lowerLeft, boxes)).toBe(0);
  expect(nearest('ArrowRight', upperRight, boxes)).toBeUndefined();
  expect(nearest('Enter', upperLeft, boxes)).toBeUndefined();
});
