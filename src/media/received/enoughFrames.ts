/** Largest area of a tile that counts as small, in square CSS pixels; about 267 by 150. */
const smallArea = 40_000;

/**
 * Frames per second that are enough for a small tile of somebody who is not speaking. LiveKit's client sends the
 * smaller simulcast layers of a camera with 20 fps, and their lower temporal layer has 10.
 */
const enoughForWhoListens = 10;

/**
 * Number of frames per second that is enough for a tile; `undefined` means all frames. In small tiles of people who are
 * not speaking the lower frame rate is not noticeable, and receiving fewer frames saves decoding.
 */
export function enoughFrames(
  { width, height }: { width: number; height: number },
  isSpeaking: boolean,
): number | undefined {
  return isSpeaking || width * height > smallArea ? undefined : enoughForWhoListens;
}
