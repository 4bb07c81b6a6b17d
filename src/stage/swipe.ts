/** Position and time at which a finger touched or left the screen. */
export interface Touch {
  x: number;
  y: number;
  timeMs: number;
}

/** Shorter movements are taps with a trembling finger. In CSS pixels. */
const shortestSwipe = 40;
/** Maximum duration of a swipe. In longer touches the finger rests on the screen. */
const longestMs = 800;
/** Smallest ratio of horizontal to vertical distance. A diagonal movement is scrolling. */
const flatness = 2;

/** The step in pages for a swipe: to the left for the next page, or to the right if `isMirrored`, where text runs from right to left. */
export function readSwipe(from: Touch, to: Touch, isMirrored = false): -1 | 1 | undefined {
  const across = to.x - from.x;
  const isSwipe =
    Math.abs(across) >= shortestSwipe &&
    Math.abs(across) >= flatness * Math.abs(to.y - from.y) &&
    to.timeMs - from.timeMs <= longestMs;
  if (!isSwipe) return undefined;
  return across < 0 === isMirrored ? -1 : 1;
}
