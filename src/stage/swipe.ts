/** Position of a finger, and the time at which it touched or left the screen. */
export interface Touch {
  x: number;
  y: number;
  timeMs: number;
}

/** Shortest distance of a swipe in CSS pixels. A shorter movement is a tap with a trembling finger. */
const shortestSwipe = 40;
/** Longest duration of a swipe. In a longer touch the finger rests on the screen. */
const longestMs = 800;
/** Smallest ratio of horizontal to vertical distance in a swipe. A more diagonal movement is meant to scroll. */
const flatness = 2;

/**
 * By how many pages a swipe turns. The next page comes at a swipe to the left; if text runs from right to left
 * (`isMirrored`), at a swipe to the right.
 */
export function readSwipe(from: Touch, to: Touch, isMirrored = false): -1 | 1 | undefined {
  const across = to.x - from.x;
  const isSwipe =
    Math.abs(across) >= shortestSwipe &&
    Math.abs(across) >= flatness * Math.abs(to.y - from.y) &&
    to.timeMs - from.timeMs <= longestMs;
  if (!isSwipe) return undefined;
  return across < 0 === isMirrored ? -1 : 1;
}
