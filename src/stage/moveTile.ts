import { findOwnTile } from '../start/page/roomParts.ts';
import type { Place } from './placement.ts';

const durationMs = 200;

/**
 * Moves an element visibly from its last position to the current one, by transforms alone. Does nothing for guests who
 * prefer reduced motion.
 */
export function moveTile(element: Element, from: Place, to: Place): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const move = `translate(${from.x - to.x}px, ${from.y - to.y}px)`;
  const size = `scale(${from.width / to.width}, ${from.height / to.height})`;
  element.animate(
    [
      { transform: `${move} ${size}`, transformOrigin: '0 0' },
      { transform: 'none', transformOrigin: '0 0' },
    ],
    { duration: durationMs, easing: 'ease-out' },
  );
}

/** Called at a join: makes the guest's own video grow from its position in the lobby into its tile. */
export function walkIn(preview: DOMRect): void {
  const tile = findOwnTile();
  if (tile) moveTile(tile, preview, tile.getBoundingClientRect());
}
