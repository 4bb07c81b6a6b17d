import { useLayoutEffect, useRef, type RefObject } from 'react';
import { tilesOf } from '../start/page/roomParts.ts';
import { moveTile } from './moveTile.ts';
import type { Place } from './placement.ts';

export interface Placed {
  key: string;
  place: Place;
  /** Follows the pointer by itself. */
  isFloating: boolean;
}

/**
 * Tiles move to their new places instead of jumping there. Not while the stage changes its size, as while a window is resized: the tiles would lag
 * behind it.
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
