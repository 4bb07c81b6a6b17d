import { expect, test } from 'vitest';
import { solveGrid, tilesPerPage } from './grid.ts';

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

/** The largest area that any grid of any shape allows, by trying them all. */
function largestArea(count: number, width: number, height: number): number {
  const slimmest = height > width ? 2 / 3 : 4 / 3;
  let largest = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    for (let rows = Math.ceil(count / columns); rows <= count; rows += 1) {
      const cellWidth = (width - gap * (columns - 1)) / columns;
      const cellHeight = (height - gap * (rows - 1)) / rows;
      for (let shape = slimmest; shape <= 16 / 9; shape += 0.01) {
        const tileWidth = Math.max(0, Math.min(cellWidth, cellHeight * shape));
        largest = Math.max(largest, (tileWidth * tileWidth) / shape);
      }
    }
  }
  return largest;
}

test('for every size and count the tiles fit, keep their shape, and are as large as a search of all grids finds', () => {
  for (const [width, height] of [
    [344, 464],
    [360, 540],
    [500, 290],
    [640, 250],
    [768, 900],
    [1264, 590],
    [1920, 980],
  ] as const) {
    for (let count = 1; count <= 49; count += 1) {
      const { columns, rows, tileWidth, tileHeight } = solveGrid(count, { width, height, gap });
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * tileWidth + (columns - 1) * gap).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * gap).toBeLessThanOrEqual(height);
      // Whole pixels: a hair beside the allowed shapes, more of it in small tiles.
      const slimmest = height > width ? 2 / 3 : 4 / 3;
      const hair = 2 / tileHeight;
      expect(tileWidth / tileHeight).toBeGreaterThan(slimmest - hair);
      expect(tileWidth / tileHeight).toBeLessThan(16 / 9 + hair);
      const lostToRounding = 1.5 / tileWidth + 1.5 / tileHeight;
      const wanted = largestArea(count, width, height) * (1 - lostToRounding);
      expect(tileWidth * tileHeight, `${count} in ${width}×${height}`).toBeGreaterThanOrEqual(wanted);
      expect(lostToRounding).toBeLessThan(0.08);
    }
  }
});

test('a page holds two columns of three or four on an upright phone, six on its side, 25 on a large screen', () => {
  const upright = { width: 344, height: 464, gap };
  expect(tilesPerPage(upright)).toBe(8);
  expect(solveGrid(8, upright)).toMatchObject({ columns: 2, rows: 4 });
  expect(tilesPerPage({ width: 344, height: 340, gap })).toBe(6);
  expect(tilesPerPage({ width: 396, height: 740, gap })).toBe(8);
  expect(tilesPerPage({ width: 440, height: 290, gap })).toBe(6);
  expect(tilesPerPage({ width: 1264, height: 590, gap })).toBe(25);
});

test('however little space there is, a page holds somebody', () => {
  expect(tilesPerPage({ width: 0, height: 0, gap })).toBe(1);
});
