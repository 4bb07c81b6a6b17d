/** Splits a text into grapheme clusters (UAX #29), the characters that readers see. Joined again they give the text. */
export function graphemes(text: string): string[] {
  // `Intl.Segmenter` splits into grapheme clusters by default, so it needs no options.
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/**
 * Cuts a text between grapheme clusters, so that it never ends in half an emoji or a lone surrogate.
 *
 * @param most maximum number of grapheme clusters
 * @param mostBytes maximum number of bytes in UTF-8; a single cluster can have any number
 */
export function cutText(text: string, most: number, mostBytes = 4 * most): string {
  if (text.length <= most && 3 * text.length <= mostBytes) return text;
  const encoder = new TextEncoder();
  let kept = '';
  let bytes = 0;
  for (const letter of graphemes(text).slice(0, most)) {
    bytes += encoder.encode(letter).length;
    if (bytes > mostBytes) break;
    kept += letter;
  }
  return kept;
}
