import { renderUnicodeCompact } from 'uqr';

/** Exact white on black by colour numbers: a theme's own "white" may be grey, and a light theme would invert all. */
const whiteOnBlack = '\u001B[38;5;231;48;5;16m';
const usual = '\u001B[0m';

/**
 * Makes a QR code for a terminal, with two of its rows in a line of text.
 *
 * @param hasColours without colours it is right on dark terminals only (most readers accept inverted codes, too)
 */
export function qrCode(text: string, hasColours: boolean): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => (hasColours ? `${whiteOnBlack}${line}${usual}` : line)).join('\n');
}
