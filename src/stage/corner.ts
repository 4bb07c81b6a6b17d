/** The corner of the guest's own small tile in a call of two. */
export interface Corner {
  isRight: boolean;
  isBottom: boolean;
}

interface Size {
  width: number;
  height: number;
}

/**
 * Distances of the small tile from the stage's edges, in CSS pixels. They leave the large tile's buttons and name
 * uncovered.
 */
const margin = { side: 8, top: 60, bottom: 44 };

/** The upper left point of the tile `self` in a corner of the stage. */
export function cornerPoint(corner: Corner, stage: Size, self: Size): { x: number; y: number } {
  return {
    x: corner.isRight ? stage.width - self.width - margin.side : margin.side,
    y: corner.isBottom ? Math.max(margin.top, stage.height - self.height - margin.bottom) : margin.top,
  };
}

/** The corner to which a tile snaps that the guest has dragged to this point. */
export function nearestCorner(point: { x: number; y: number }, stage: Size, self: Size): Corner {
  return {
    isRight: point.x + self.width / 2 > stage.width / 2,
    isBottom: point.y + self.height / 2 > stage.height / 2,
  };
}

/** The corner to which an arrow key moves the tile; `undefined` for other keys. */
export function cornerByKey(corner: Corner, key: string): Corner | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { ...corner, isRight: false };
    case 'ArrowRight':
      return { ...corner, isRight: true };
    case 'ArrowUp':
      return { ...corner, isBottom: false };
    case 'ArrowDown':
      return { ...corner, isBottom: true };
    default:
      return undefined;
  }
}

/** The next corner in the order around the stage. */
export function nextCorner({ isRight, isBottom }: Corner): Corner {
  return isRight === isBottom ? { isRight: !isRight, isBottom } : { isRight, isBottom: !isBottom };
}
