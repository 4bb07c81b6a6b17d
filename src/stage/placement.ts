import { solveGrid, type GridSpace } from './grid.ts';

/** Position and size of a tile, in CSS pixels from the upper left corner of the stage. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Positions and sizes of equally large tiles in a grid, with the last row centred. */
export function placeGrid(count: number, space: GridSpace): Place[] {
  const { columns, rows, tileWidth, tileHeight } = solveGrid(count, space);
  const { gap } = space;
  const top = centred(space.height, rows, tileHeight, gap);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    return {
      x: centred(space.width, inRow, tileWidth, gap) + (index % columns) * (tileWidth + gap),
      y: top + row * (tileHeight + gap),
      width: tileWidth,
      height: tileHeight,
    };
  });
}

/** The strip of small tiles beside or below a large one: size and number of the small tiles. */
interface Strip {
  isBeside: boolean;
  tileWidth: number;
  tileHeight: number;
  count: number;
}

/** Computes the strip of small tiles. On a wide stage it is at the side, on a tall one at the bottom. */
export function solveStrip({ width, height, gap }: GridSpace): Strip {
  if (width > height) {
    const tileWidth = Math.round(Math.min(240, Math.max(112, width * 0.18)));
    // A tile must be high enough for a button and a name.
    const tileHeight = Math.max(72, Math.round((tileWidth * 9) / 16));
    return { isBeside: true, tileWidth, tileHeight, count: fitting(height, tileHeight, gap) };
  }
  const count = Math.max(2, fitting(width, 104, gap));
  const tileWidth = Math.floor((width - gap * (count - 1)) / count);
  return { isBeside: false, tileWidth, tileHeight: Math.round(tileWidth * 0.8), count };
}

/**
 * Position and size of a large tile, followed by those of the small tiles in the strip. A shared screen fills all of
 * the remaining space.
 */
export function placeSpotlight(others: number, space: GridSpace, isScreen: boolean): Place[] {
  const { gap } = space;
  const strip = solveStrip(space);
  const { tileWidth: width, tileHeight: height } = strip;
  const taken = others === 0 ? 0 : gap + (strip.isBeside ? width : height);
  const rest = strip.isBeside
    ? { width: Math.max(0, space.width - taken), height: space.height, gap }
    : { width: space.width, height: Math.max(0, space.height - taken), gap };
  const [face] = placeGrid(1, rest);
  const large = isScreen || !face ? { x: 0, y: 0, width: rest.width, height: rest.height } : face;
  const start = strip.isBeside
    ? centred(space.height, others, height, gap)
    : centred(space.width, others, width, gap);
  const small = Array.from({ length: others }, (_, index) =>
    strip.isBeside
      ? { x: rest.width + gap, y: start + index * (height + gap), width, height }
      : { x: start + index * (width + gap), y: rest.height + gap, width, height },
  );
  return [large, ...small];
}

/**
 * The guest's own tile in a call of two: its shape (width / height), and its width as a share of the stage's width,
 * with limits in CSS pixels.
 */
const selfTiles = {
  onUprightStage: { shape: 3 / 4, share: 0.28, min: 88, max: 180 },
  onWideStage: { shape: 16 / 9, share: 0.19, min: 128, max: 320 },
  uprightOnWideStage: { shape: 3 / 4, share: 0.11, min: 88, max: 180 },
};

/**
 * Widest shape (width / height) of the large tile in a call of two. In a wider tile too much of a camera's video would
 * be cropped at the top and bottom.
 */
const widestFull = 2.2;

/**
 * Positions and sizes in a call of two: the other participant's tile fills the stage. Only the size of the guest's own
 * tile counts; corner.ts sets its position.
 *
 * @param isSelfUpright whether the guest's own video is taller than wide
 */
export function placeDuo({ width, height }: GridSpace, isSelfUpright: boolean): [Place, Place] {
  const onWide = isSelfUpright ? 'uprightOnWideStage' : 'onWideStage';
  const { shape, share, min, max } = selfTiles[height > width ? 'onUprightStage' : onWide];
  const selfWidth = Math.round(Math.min(max, Math.max(min, width * share)));
  const fullWidth = Math.min(width, Math.round(height * widestFull));
  return [
    { x: Math.floor((width - fullWidth) / 2), y: 0, width: fullWidth, height },
    { x: 0, y: 0, width: selfWidth, height: Math.round(selfWidth / shape) },
  ];
}

function centred(space: number, count: number, size: number, gap: number): number {
  return Math.max(0, Math.floor((space - count * (size + gap) + gap) / 2));
}

function fitting(space: number, size: number, gap: number): number {
  return Math.max(1, Math.floor((space + gap) / (size + gap)));
}
