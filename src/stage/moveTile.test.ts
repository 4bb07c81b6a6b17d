import { expect, test } from 'vitest';
import { keyframesOf } from './moveTile.ts';

const tile = { x: 100, y: 50, width: 200, height: 100 };

test('a tile moves and grows from its last place', () => {
  expect(keyframesOf({ x: 0, y: 60, width: 400, height: 50 }, tile)?.[0]?.transform).toBe(
    'translate(-100px, 10px) scale(2, 0.5)',
  );
});

test('nothing moves from a preview, or to a tile, that has no size yet', () => {
  const unsized = { x: 0, y: 0, width: 0, height: 0 };
  expect(keyframesOf(unsized, tile)).toBeUndefined();
  expect(keyframesOf(tile, unsized)).toBeUndefined();
  expect(keyframesOf(unsized, unsized)).toBeUndefined();
});
