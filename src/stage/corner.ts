/** Where one's own small picture stands in a talk of two. */
export interface Corner {
  isRight: boolean;
  isBottom: boolean;
}

interface Size {
  width: number;
  height: number;
}

/** Beside the edge, below the buttons and above the name of the other's tile. */
const margin = { side: 8, top: 60, bottom: 44 };

/** The upper left point of `self` in its corner of the stage. */
export function cornerPoint(corner: Corner, stage: Size, self: Size): { x: number; y: number } {
  return {
    x: corner.isRight ? stage.width - self.width - margin.side : margin.side,
    y: corner.isBottom ? Math.max(margin.top, stage.height - self.height - margin.bottom) : margin.top,
  };
}

/** The corner into which a picture falls that is let go at this point. */
export function nearestCorner(point: { x: number; y: number }, stage: Size, self: Size): Corner {
  return {
    isRight: point.x + self.width / 2 > stage.width / 2,
    isBottom: point.y + self.height / 2 > stage.height / 2,
  };
}

/** Where an arrow key moves it, or `undefined` for other keys. */
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

/** Round the stage, for those who press the button instead of an arrow. */
export function nextCorner({ isRight, isBottom }: Corner): Corner {
  return isRight === isBottom ? { isRight: !isRight, isBottom } : { isRight, isBottom: !isBottom };
}
