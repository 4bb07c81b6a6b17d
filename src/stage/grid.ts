/** The space in which tiles are placed, in CSS pixels. */
export interface GridSpace {
  width: number;
  height: number;
  gap: number;
  /** Whether most participants send video that is taller than wide, as phones do. */
  areUpright?: boolean;
}

export interface Grid {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

/**
 * Allowed aspect ratios of tiles (width / height). Cameras are wide. On a screen in portrait orientation their video is
 * cropped at the sides, so that faces are larger; on a wide screen it is cropped less. Upright video gets upright
 * tiles, and TileView.module.css crops it to 4:5 at most.
 */
const shapes = {
  uprightScreen: { narrowest: 2 / 3, widest: 16 / 9 },
  wideScreen: { narrowest: 4 / 3, widest: 16 / 9 },
  uprightVideo: { narrowest: 2 / 3, widest: 4 / 5 },
};

/**
 * From this number of tiles on, a screen in portrait orientation has at least two columns. One column would consist of
 * flat tiles with small faces.
 */
const fewestInColumns = 4;

/**
 * The grid in which `count` equal tiles are largest. It tries every number of columns, and in each cell the allowed
 * shape that fills most of the cell.
 */
export function solveGrid(count: number, { width, height, gap, areUpright }: GridSpace): Grid {
  const isUprightScreen = height > width;
  const ofWide = isUprightScreen ? 'uprightScreen' : 'wideScreen';
  const { narrowest, widest } = shapes[areUpright ? 'uprightVideo' : ofWide];
  let best: Grid = { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = isUprightScreen && count >= fewestInColumns ? 2 : 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = Math.max(0, (width - gap * (columns - 1)) / columns);
    const cellHeight = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * widest));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / narrowest));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight) {
      best = { columns, rows, tileWidth, tileHeight };
    }
  }
  return best;
}

/** Smallest area of a tile in which a face is recognisable, in square CSS pixels. */
const smallestArea = 14_500;

/**
 * Number of tiles that a page has at most. More would be too many to look at, and too many videos for a phone to
 * decode.
 */
const most = { uprightPhone: 8, otherwise: 25 };
const widestPhone = 500;

/** Number of tiles on one page, so that each tile has at least the smallest area; at least one. */
export function tilesPerPage(space: GridSpace): number {
  const limit = space.height > space.width && space.width < widestPhone ? most.uprightPhone : most.otherwise;
  for (let count = limit; count > 1; count -= 1) {
    const { tileWidth, tileHeight } = solveGrid(count, space);
    if (tileWidth * tileHeight >= smallestArea) return count;
  }
  return 1;
}
