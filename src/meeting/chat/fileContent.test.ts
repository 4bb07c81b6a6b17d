import { expect, test } from 'vitest';
import { cleanFileName, safelyTyped } from './fileContent.ts';

test.each([
  ['photo.png', 'photo.png'],
  ['資料 2026.pdf', '資料 2026.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Users\\a.txt', 'C__Users_a.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['a\nb\u0000.txt', 'a b.txt'],
  ['.htaccess', 'htaccess'],
  ['a.txt. ', 'a.txt'],
  ['\u200B', 'file'],
  ['', 'file'],
  [`${'x'.repeat(300)}.pdf.exe`, `${'x'.repeat(59)}…${'x'.repeat(12)}.pdf.exe`],
])('%j is shown and saved as %j', (name, clean) => {
  expect(cleanFileName(name)).toBe(clean);
});

function bytes(text: string): Blob {
  return new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], { type: 'text/html' });
}

test.each([
  ['\x89PNG\r\n\x1A\n\0\0\0\0', 'image/png'],
  ['\xFF\xD8\xFF\xE0', 'image/jpeg'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['\0\0\0\x1Cftypavif', 'image/avif'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'application/octet-stream'],
  ['<!doctype html>', 'application/octet-stream'],
  ['RIFF\x10\0\0\0WAVE', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('content that begins with %j has the type %s, whatever its sender says', async (start, type) => {
  expect((await safelyTyped(bytes(start))).type).toBe(type);
});
