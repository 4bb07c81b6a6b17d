type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/**
 * How much a distance to the side counts, compared with a distance in the direction of the arrow. It counts more, so
 * that boxes in the same row or column come first.
 */
const asideWeight = 3;

const directions: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The box that an arrow key leads to: the nearest one on that side of `from`. Positions on the screen count, so the
 * direction of text does not matter.
 *
 * @param key `KeyboardEvent.key`
 * @returns an index in `boxes`; `undefined` if there is no box on that side, or for other keys
 */
export function nearest(key: string, from: Box, boxes: readonly Box[]): number | undefined {
  const direction = directions[key];
  if (!direction) return undefined;
  const [x, y] = direction;
  const start = centre(from);
  let best: { index: number; cost: number } | undefined;
  for (const [index, box] of boxes.entries()) {
    const to = centre(box);
    const along = (to.x - start.x) * x + (to.y - start.y) * y;
    const aside = Math.abs((to.x - start.x) * y + (to.y - start.y) * x);
    const cost = along + asideWeight * aside;
    if (along >= 1 && cost < (best?.cost ?? Infinity)) best = { index, cost };
  }
  return best?.index;
}

function centre({ left, top, width, height }: Box): { x: number; y: number } {
  return { x: left + width / 2, y: top + height / 2 };
}
