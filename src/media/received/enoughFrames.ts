/** Largest area of a small tile in square CSS pixels, about 267 by 150. */
const smallArea = 40_000;

/**
 * Frames per second. LiveKit's client sends the smaller simulcast layers of a camera with 20 fps, and their lower temporal layer has 10.
 */
const enoughForWhoListens = 10;

/**
 * Number of frames per second that is enough for a tile; `undefined` for all. In small tiles of people who are not speaking the lower frame rate is not
 * noticeable, and it saves decoding.
 */
export function enoughFrames(
  { width, height }: { width: number; height: number },
  isSpeaking: boolean,
): number | undefined {
  return isSpeaking || width * height > smallArea ? undefined : enoughForWhoListens;
}
