/** Matches right-to-left letters, and control characters that change the text's direction. */
const turns =
  /[\p{Bidi_Control}\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * Wraps a name that contains right-to-left letters in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that the
 * name does not change the direction of the sentence around it. This function does for labels what `<bdi>` does for
 * elements. All languages of the app are written from left to right.
 */
export function isolate(name: string): string {
  return turns.test(name) ? `\u2068${name}\u2069` : name;
}
