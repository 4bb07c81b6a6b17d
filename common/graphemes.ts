/** The characters of a text as people count them (grapheme clusters, UAX #29). Joined again they are the text. */
export function graphemes(text: string): string[] {
  // Graphemes are what a segmenter gives by default.
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/**
 * The beginning of a text, cut between characters: it never ends in half an emoji or in a lone surrogate.
 *
 * @param most how many grapheme clusters may remain
 * @param mostBytes how many bytes in UTF-8 may remain; a single cluster can have any number
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
