import type { Place } from './placement.ts';

/** In square CSS pixels: about 267 by 150. */
const smallArea = 40_000;

/** Of the 20 a second that LiveKit's client has a camera's smaller layers send, this is what their lower temporal layers have. */
const enoughForWhoListens = 10;

/**
 * How many frames a second of somebody's picture are enough; `undefined` where all of them are. Who listens, in a tile so small, moves no
 * less for half of them; each frame that does not come is not decoded either.
 */
export function enoughFrames({ width, height }: Place, isSpeaking: boolean): number | undefined {
  return isSpeaking || width * height > smallArea ? undefined : enoughForWhoListens;
}
