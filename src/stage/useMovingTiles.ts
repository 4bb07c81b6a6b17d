import { useLayoutEffect, useRef, type RefObject } from 'react';
import { tilesOf } from '../start/page/roomParts.ts';
import { moveTile } from './moveTile.ts';
import type { Place } from './placement.ts';

export interface Placed {
  key: string;
  place: Place;
  /** Whether the tile floats above another one. Then it follows the pointer, and this hook does not move it. */
  isFloating: boolean;
}

/**
 * Makes tiles move to their new positions instead of jumping there. Not while the stage changes its size, for example
 * with the window, because the tiles would lag behind the stage.
 */
export function useMovingTiles(
  list: RefObject<HTMLElement | null>,
  shown: readonly Placed[],
  { width, height }: { width: number; height: number },
): void {
  const before = useRef({ width, height, shown });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { width, height, shown };
    if (last.width !== width || last.height !== height || !list.current) return;
    const elements = tilesOf(list.current);
    for (const { key, place, isFloating } of shown) {
      const from = last.shown.find((one) => one.key === key);
      const element = elements.get(key);
      if (!from || !element || isFloating || isSame(from.place, place)) continue;
      moveTile(element, from.place, place);
    }
  });
}

function isSame(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
