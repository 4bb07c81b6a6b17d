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
