import { findOwnTile } from '../start/page/roomParts.ts';
import type { Place } from './placement.ts';

const durationMs = 200;

/**
 * Moves an element visibly from its last position to the current one, by transforms alone. Does nothing for guests who
 * prefer reduced motion.
 */
export function moveTile(element: Element, from: Place, to: Place): void {
  const keyframes = keyframesOf(from, to);
  if (!keyframes || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  element.animate(keyframes, { duration: durationMs, easing: 'ease-out' });
}

/**
 * Keyframes that move and scale an element from one position and size to another.
 *
 * @returns `undefined` while one of the two has no size, because the browser has not laid out the preview or the stage
 */
export function keyframesOf(from: Place, to: Place): Keyframe[] | undefined {
  const scales = [from.width / to.width, from.height / to.height];
  if (!scales.every((scale) => scale > 0 && scale < Infinity)) return undefined;
  const move = `translate(${from.x - to.x}px, ${from.y - to.y}px) scale(${scales.join(', ')})`;
  return [
    { transform: move, transformOrigin: '0 0' },
    { transform: 'none', transformOrigin: '0 0' },
  ];
}

/** Called at a join: makes the guest's own video grow from its position in the lobby into its tile. */
export function walkIn(preview: DOMRect): void {
  const tile = findOwnTile();
  if (tile) moveTile(tile, preview, tile.getBoundingClientRect());
}
