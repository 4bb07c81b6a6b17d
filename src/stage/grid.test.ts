import { expect, test } from 'vitest';
import { solveGrid } from './grid.ts';

const gap = 8;

test('nobody needs a tile and no space gives none', () => {
  expect(solveGrid(0, { width: 800, height: 600, gap })).toMatchObject({ tileWidth: 0, tileHeight: 0 });
  expect(solveGrid(3, { width: 0, height: 0, gap })).toMatchObject({ tileWidth: 0, tileHeight: 0 });
});

test('one person on a wide screen keeps a picture’s shape instead of being stretched', () => {
  expect(solveGrid(1, { width: 1920, height: 800, gap })).toEqual({
    columns: 1,
    rows: 1,
    tileWidth: 1422,
    tileHeight: 800,
  });
});

test('two people on an upright phone stand one above the other, on a wide screen side by side', () => {
  expect(solveGrid(2, { width: 360, height: 540, gap })).toMatchObject({ columns: 1, rows: 2 });
  expect(solveGrid(2, { width: 1280, height: 600, gap })).toMatchObject({ columns: 2, rows: 1 });
});

test('four people on an upright phone stand two by two, three people on a wide screen in two rows', () => {
  expect(solveGrid(4, { width: 344, height: 620, gap })).toMatchObject({ columns: 2, rows: 2 });
  expect(solveGrid(3, { width: 1264, height: 610, gap })).toMatchObject({ columns: 2, rows: 2 });
});

test('for every size and count the tiles fit, keep their shape, and no other grid gives larger ones', () => {
  for (const [width, height] of [
    [360, 540],
    [640, 250],
    [768, 900],
    [1280, 620],
    [1920, 980],
  ] as const) {
    for (let count = 1; count <= 25; count += 1) {
      const grid = solveGrid(count, { width, height, gap });
      const { columns, rows, tileWidth, tileHeight } = grid;
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * tileWidth + (columns - 1) * gap).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * gap).toBeLessThanOrEqual(height);
      // Whole pixels: a hair beside the allowed shapes.
      const slimmest = height > width ? 2 / 3 : 4 / 3;
      expect(tileWidth / tileHeight).toBeGreaterThan(slimmest - 0.02);
      expect(tileWidth / tileHeight).toBeLessThan(1.8);
      for (let other = 1; other <= count; other += 1) {
        const otherRows = Math.ceil(count / other);
        const w = Math.floor((width - gap * (other - 1)) / other);
        const h = Math.floor((height - gap * (otherRows - 1)) / otherRows);
        const area = Math.min(w, h * (16 / 9)) * Math.min(h, w / slimmest);
        expect(tileWidth * tileHeight).toBeGreaterThanOrEqual(area * 0.98);
      }
    }
  }
});
