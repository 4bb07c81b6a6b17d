import { expect, test } from 'vitest';
import { solveGrid, tilesPerPage } from './grid.ts';

const gap = 8;

test('without tiles or without space the tile size is 0', () => {
  expect(solveGrid(0, { width: 800, height: 600, gap })).toMatchObject({ tileWidth: 0, tileHeight: 0 });
  expect(solveGrid(3, { width: 0, height: 0, gap })).toMatchObject({ tileWidth: 0, tileHeight: 0 });
});

test('a single tile on a wide screen is not wider than 16:9', () => {
  expect(solveGrid(1, { width: 1920, height: 800, gap })).toEqual({
    columns: 1,
    rows: 1,
    tileWidth: 1422,
    tileHeight: 800,
  });
});

test('two tiles are stacked on a phone in portrait orientation, and side by side on a wide screen', () => {
  expect(solveGrid(2, { width: 360, height: 540, gap })).toMatchObject({ columns: 1, rows: 2 });
  expect(solveGrid(2, { width: 1280, height: 600, gap })).toMatchObject({ columns: 2, rows: 1 });
});

test('four tiles on a phone in portrait orientation are two by two, three on a wide screen in two rows', () => {
  for (const [width, height] of [
    [344, 464],
    [344, 620],
    [374, 700],
    [414, 780],
  ] as const) {
    expect(solveGrid(4, { width, height, gap })).toMatchObject({ columns: 2, rows: 2 });
  }
  expect(solveGrid(3, { width: 1264, height: 610, gap })).toMatchObject({ columns: 2, rows: 2 });
});

/** The largest possible area of a tile, found by trying all grids and shapes. */
function largestArea(count: number, width: number, height: number): number {
  const slimmest = height > width ? 2 / 3 : 4 / 3;
  let largest = 0;
  for (let columns = height > width && count >= 4 ? 2 : 1; columns <= count; columns += 1) {
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

test('for every size and count the tiles fit, have an allowed shape, and are as large as possible', () => {
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
      // Rounding to whole pixels changes a tile's shape slightly, more so in small tiles, so a small difference is
      // allowed.
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

test('a page has two columns of three or four tiles on a phone in portrait orientation, six in landscape, 25 on a large screen', () => {
  const upright = { width: 344, height: 464, gap };
  expect(tilesPerPage(upright)).toBe(8);
  expect(solveGrid(8, upright)).toMatchObject({ columns: 2, rows: 4 });
  expect(tilesPerPage({ width: 344, height: 340, gap })).toBe(6);
  expect(tilesPerPage({ width: 396, height: 740, gap })).toBe(8);
  expect(tilesPerPage({ width: 440, height: 290, gap })).toBe(6);
  expect(tilesPerPage({ width: 1264, height: 590, gap })).toBe(25);
});

test('a page has at least one tile', () => {
  expect(tilesPerPage({ width: 0, height: 0, gap })).toBe(1);
});
