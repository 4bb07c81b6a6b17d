import { graphemes } from '../../../common/graphemes.ts';
import { visibleText } from '../../../common/displayName.ts';

/** Longest name of a file, in grapheme clusters. */
const maxNameLength = 80;

/** Of a name that is cut, so many grapheme clusters at its end stay: they have the extension, which says what the file is. */
const keptEnd = 20;

/** Characters that separate folders, or that Windows does not allow in names. */
const reserved = /[\\/:*?"<>|]/g;

/**
 * Makes a name from another guest safe to show and to save under: one line, no invisible characters, no direction overrides (which make `exe.gpj` look like
 * `jpg.exe`), no folders, at most 80 characters. The extension stays visible.
 *
 * @returns `file` when nothing remains
 */
export function cleanFileName(name: string): string {
  const visible = visibleText(name)
    .replace(reserved, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const letters = graphemes(visible);
  if (letters.length <= maxNameLength) return visible || 'file';
  return `${letters.slice(0, maxNameLength - keptEnd - 1).join('')}…${letters.slice(-keptEnd).join('')}`;
}

/** First bytes of the image formats that are shown, as characters with the same numbers. */
const signatures: Record<string, RegExp> = {
  'image/png': /^\x89PNG\r\n/,
  'image/jpeg': /^\xFF\xD8\xFF/,
  'image/gif': /^GIF8[79]a/,
  'image/webp': /^RIFF[^]{4}WEBP/,
  'image/avif': /^[^]{4}ftyp(?:avif|avis)/,
};

/** Bytes that `imageType` needs. */
const signatureBytes = 16;

/**
 * The type of an image that the browser may show, from its first bytes: what the sender says is not trusted. SVG is none, because it can contain scripts
 * and load other files.
 *
 * @returns `undefined` for any other file
 */
async function imageType(content: Blob): Promise<string | undefined> {
  const start = new Uint8Array(await content.slice(0, signatureBytes).arrayBuffer());
  const text = String.fromCharCode(...start);
  return Object.keys(signatures).find((type) => signatures[type]?.test(text));
}

/** The content with a type that a browser never runs in the page's origin: that of an image it may show, or of bytes that it only saves. */
export async function safelyTyped(content: Blob): Promise<Blob> {
  return content.slice(0, content.size, (await imageType(content)) ?? 'application/octet-stream');
}

/** Whether `safelyTyped` has found an image. */
export function isImage(content: Blob): boolean {
  return content.type.startsWith('image/');
}
