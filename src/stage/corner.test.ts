import { expect, test } from 'vitest';
import { cornerByKey, cornerPoint, nearestCorner, nextCorner } from './corner.ts';

const stage = { width: 344, height: 500 };
const self = { width: 96, height: 128 };

test('a dropped tile snaps to the nearest corner', () => {
  expect(nearestCorner({ x: 10, y: 20 }, stage, self)).toEqual({ isRight: false, isBottom: false });
  expect(nearestCorner({ x: 200, y: 300 }, stage, self)).toEqual({ isRight: true, isBottom: true });
});

test('a tile in a corner covers neither the buttons above nor the name below', () => {
  expect(cornerPoint({ isRight: true, isBottom: true }, stage, self)).toEqual({ x: 240, y: 328 });
  expect(cornerPoint({ isRight: false, isBottom: false }, stage, self)).toEqual({ x: 8, y: 60 });
});

test('arrow keys move the tile, other keys do not', () => {
  const corner = { isRight: true, isBottom: true };
  expect(cornerByKey(corner, 'ArrowLeft')).toEqual({ isRight: false, isBottom: true });
  expect(cornerByKey(corner, 'ArrowUp')).toEqual({ isRight: true, isBottom: false });
  expect(cornerByKey(corner, 'a')).toBeUndefined();
});

test('four clicks move the tile through all corners, back to the first', () => {
  let corner = { isRight: true, isBottom: true };
  const seen = new Set<string>();
  for (let press = 0; press < 4; press += 1) {
    seen.add(JSON.stringify(corner));
    corner = nextCorner(corner);
  }
  expect(seen.size).toBe(4);
  expect(corner).toEqual({ isRight: true, isBottom: true });
});
