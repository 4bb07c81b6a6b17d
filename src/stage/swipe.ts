/** Where and when a finger touched or left the screen. */
export interface Touch {
  x: number;
  y: number;
  timeMs: number;
}

/** Shorter than this is a tap with a trembling finger. */
const shortestSwipe = 40;
/** Slower than this is a finger resting on the screen. */
const longestMs = 800;
/** How much more sideways than up or down: a diagonal movement is somebody scrolling. */
const flatness = 2;

/** The step in pages that a finger's movement means: to the left shows what comes next. */
export function readSwipe(from: Touch, to: Touch): -1 | 1 | undefined {
  const across = to.x - from.x;
  const isSwipe =
    Math.abs(across) >= shortestSwipe &&
    Math.abs(across) >= flatness * Math.abs(to.y - from.y) &&
    to.timeMs - from.timeMs <= longestMs;
  if (!isSwipe) return undefined;
  return across < 0 ? 1 : -1;
}
