import { renderUnicodeCompact } from 'uqr';

/**
 * Escape sequence for white on black in exact colours: a theme's own "white" may be grey, and a light theme would swap
 * both.
 */
const whiteOnBlack = '\u001B[38;5;231;48;5;16m';
const usual = '\u001B[0m';

/**
 * Makes a QR code from half-block characters: each line of text shows two rows of the code.
 *
 * @param hasColours without colours the code is right on dark terminals only (most readers accept inverted codes, too)
 */
export function qrCode(text: string, hasColours: boolean): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => (hasColours ? `${whiteOnBlack}${line}${usual}` : line)).join('\n');
}
