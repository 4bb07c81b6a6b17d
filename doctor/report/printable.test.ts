import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { runDoctor } from '../commandLine.ts';
import { wrong } from '../finding.ts';
import { printable, printableFinding } from './printable.ts';

test('characters that steer a terminal or hide text are written as escapes, and tokens are left out', () => {
  expect(printable('a\u001B[2Jb\u009B31m\u007F\r\n\u202Ec\u200Bd')).toBe(
    'a\\u{1b}[2Jb\\u{9b}31m\\u{7f}\\u{d}\\u{a}\\u{202e}c\\u{200b}d',
  );
  expect(printable('bücher.example 部屋 ✓')).toBe('bücher.example 部屋 ✓');
  expect(printable('?access_token=eyJhbGciOiJ9.eyJleHAi.abc-_1')).toBe('?access_token=(token)');
});

test('every text of a finding is made printable', () => {
  const text = 'x\u001B';
  expect(JSON.stringify(printableFinding(wrong(text, text, text, [text])))).not.toContain('u001b');
});

test('a header with control characters does not reach the terminal as such, in the table or as JSON', async () => {
  // What node's own server would refuse to send: C1 characters in a header are one byte each.
  const server = createServer((_asked, answer) => {
    answer.setHeader('Content-Type', 'text/html\u009B2J');
    answer.setHeader('Cache-Control', 'x\u0085\u009D0;title');
    answer.end('<div id="root"></div><script src="assets/a\u001B[2J.js"></script>');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  for (const args of [[url], [url, '--json']]) {
    let text = '';
    const stream = { isTTY: false, write: (part: string | Uint8Array) => (text += String(part)) !== '' };
    await runDoctor(args, { environment: {}, stdout: stream, stderr: stream });
    expect(text).toContain('2J');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  }
  await new Promise((resolve) => void server.close(resolve));
});
