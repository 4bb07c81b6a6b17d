/** In square CSS pixels: about 267 by 150. */
const smallArea = 40_000;

/**
 * Frames a second. LiveKit's client sends a camera's smaller simulcast layers with 20, and the lower temporal layers of those have 10.
 */
const enoughForWhoListens = 10;

/**
 * How many frames a second of somebody's picture are enough; `undefined` where all of them are. Who listens, in a tile so small, moves no
 * less for half of them; each frame that does not come is not decoded either.
 */
export function enoughFrames(
  { width, height }: { width: number; height: number },
  isSpeaking: boolean,
): number | undefined {
  return isSpeaking || width * height > smallArea ? undefined : enoughForWhoListens;
}
