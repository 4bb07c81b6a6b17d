/** Letters that are written from right to left, and what may turn the text around them. */
const turns =
  /[\p{Bidi_Control}\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * A name for a sentence of ours, in which it turns nothing but itself: FIRST STRONG ISOLATE and its end stand around it where it has letters from
 * right to left. In labels of controls this does what `<bdi>` does elsewhere; all languages of the app are written from left to right.
 */
export function isolate(name: string): string {
  return turns.test(name) ? `\u2068${name}\u2069` : name;
}
