/** A space to fill; all lengths in CSS pixels. */
export interface GridSpace {
  width: number;
  height: number;
  gap: number;
}

export interface Grid {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

/**
 * The shapes a tile may have, width to height. Cameras are wide; on an upright screen their sides are
 * worth giving up for larger faces, on a wide one they are not.
 */
const widest = 16 / 9;
const narrowest = { uprightScreen: 2 / 3, wideScreen: 4 / 3 };

/**
 * The grid that gives `count` equal tiles the largest area in the space: every number of columns is
 * tried, and in each cell the tile takes the allowed shape that fills it most.
 */
export function solveGrid(count: number, { width, height, gap }: GridSpace): Grid {
  const slimmest = height > width ? narrowest.uprightScreen : narrowest.wideScreen;
  let best: Grid = { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
    const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * widest));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / slimmest));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight) {
      best = { columns, rows, tileWidth, tileHeight };
    }
  }
  return best;
}

/** The smallest area of a tile in which a face is still worth sending, in square CSS pixels. */
const smallestArea = 14_500;

/** More faces than this nobody looks at, and a phone should not have to decode. */
const most = { uprightPhone: 8, otherwise: 25 };
const widestPhone = 500;

/** How many tiles fit on one page of this space before they become too small; at least one. */
export function tilesPerPage(space: GridSpace): number {
  const limit = space.height > space.width && space.width < widestPhone ? most.uprightPhone : most.otherwise;
  for (let count = limit; count > 1; count -= 1) {
    const { tileWidth, tileHeight } = solveGrid(count, space);
    if (tileWidth * tileHeight >= smallestArea) return count;
  }
  return 1;
}
