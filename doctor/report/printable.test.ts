import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { runDoctor } from '../commandLine.ts';
import { wrong } from '../finding.ts';
import { printable, printableFinding } from './printable.ts';

test('characters that control a terminal or hide text are escaped, and tokens are removed', () => {
  expect(printable('a\u001B[2Jb\u009B31m\u007F\r\n\u202Ec\u200Bd')).toBe(
    'a\\u{1b}[2Jb\\u{9b}31m\\u{7f}\\u{d}\\u{a}\\u{202e}c\\u{200b}d',
  );
  expect(printable('bücher.example 部屋 ✓')).toBe('bücher.example 部屋 ✓');
  expect(printable('?access_token=eyJhbGciOiJ9.eyJleHAi.abc-_1')).toBe('?access_token=(token)');
});

test('every text of a finding is escaped', () => {
  const text = 'x\u001B';
  expect(JSON.stringify(printableFinding(wrong(text, text, text, [text])))).not.toContain('u001b');
});

test('control characters in a header are escaped, in the table and in JSON', async () => {
  // The server sends C1 control characters; node refuses to send C0 ones in a header.
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
