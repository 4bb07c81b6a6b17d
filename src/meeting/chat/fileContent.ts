import { graphemes } from '../../../common/graphemes.ts';
import { visibleText } from '../../../common/displayName.ts';

/** Longest name of a file that is shown, in grapheme clusters. */
const maxNameLength = 80;

/**
 * Number of grapheme clusters at the end of a name that stay when the name is cut: they contain the extension, which
 * tells the type of the file.
 */
const keptEnd = 20;

/** Characters that separate folders in a path, or that Windows does not allow in file names. */
const reserved = /[\\/:*?"<>|]/g;

/**
 * Makes a file name from another guest safe to show and to save under: one line, no invisible characters, no direction
 * overrides (which make `exe.gpj` look like `jpg.exe`), no folders, at most 80 characters. The extension stays visible.
 *
 * @returns `file` if nothing remains of the name
 */
export function cleanFileName(name: string): string {
  const visible = visibleText(name)
    .replace(reserved, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const letters = graphemes(visible);
  if (letters.length <= maxNameLength) return visible || 'file';
  return `${letters.slice(0, maxNameLength - keptEnd - 1).join('')}…${letters.slice(-keptEnd).join('')}`;
}

/**
 * Patterns for the first bytes of the image formats that the chat shows. A pattern's characters stand for bytes with
 * the same numbers.
 */
const signatures: Record<string, RegExp> = {
  'image/png': /^\x89PNG\r\n/,
  'image/jpeg': /^\xFF\xD8\xFF/,
  'image/gif': /^GIF8[79]a/,
  'image/webp': /^RIFF[^]{4}WEBP/,
  'image/avif': /^[^]{4}ftyp(?:avif|avis)/,
};

/** Number of bytes from a file's start that `imageType` reads. */
const signatureBytes = 16;

/**
 * The type of an image that the browser may show, from the file's first bytes, because the type that its sender states
 * is not trusted. SVG does not count as an image, because it can contain scripts and load other files.
 *
 * @returns `undefined` for any other file
 */
async function imageType(content: Blob): Promise<string | undefined> {
  const start = new Uint8Array(await content.slice(0, signatureBytes).arrayBuffer());
  const text = String.fromCharCode(...start);
  return Object.keys(signatures).find((type) => signatures[type]?.test(text));
}

/**
 * The same content, with a type that a browser never runs as part of the page: the type of an image that the browser
 * may show, or the type of plain bytes, which the browser only saves.
 */
export async function safelyTyped(content: Blob): Promise<Blob> {
  return content.slice(0, content.size, (await imageType(content)) ?? 'application/octet-stream');
}

/** Whether `safelyTyped` has recognised this content as an image. */
export function isImage(content: Blob): boolean {
  return content.type.startsWith('image/');
}
