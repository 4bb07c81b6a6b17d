import { renderUnicodeCompact } from 'uqr';

/** Exactly white on exactly black: the theme's own "white" may be grey, and on a light theme all would be inverted. */
const whiteOnBlack = '\u001B[38;5;231;48;5;16m';
const usual = '\u001B[0m';

/**
 * A QR code for a terminal, two rows of it in a line of text.
 *
 * @param hasColours without colours it is right on dark terminals only (most readers take it inverted too)
 */
export function qrCode(text: string, hasColours: boolean): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => (hasColours ? `${whiteOnBlack}${line}${usual}` : line)).join('\n');
}
