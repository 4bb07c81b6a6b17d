import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forHotReload, parseHeaders, readShippedHeaders } from './shippedHeaders.ts';

const root = join(import.meta.dirname, '..', '..');

test('the headers of a deployment are read, except those that are wrong on localhost', async () => {
  const headers = new Map((await readShippedHeaders(root)).map(({ name, value }) => [name, value]));
  expect([...headers.keys()]).toEqual([
    'Content-Security-Policy',
    'Permissions-Policy',
    'X-Content-Type-Options',
    'Referrer-Policy',
    'Cross-Origin-Opener-Policy',
    'Cross-Origin-Resource-Policy',
  ]);
  expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/);
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
});

test('hot reload additionally allows only inline code and Vite’s worker', async () => {
  const headers = await readShippedHeaders(root);
  const strict = headers[0]?.value.split('; ') ?? [];
  const relaxed = forHotReload(headers)[0]?.value.split('; ') ?? [];
  expect(relaxed.filter((directive) => !strict.includes(directive))).toEqual([
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
  ]);
  expect(forHotReload(headers).slice(1)).toEqual(headers.slice(1));
});

test('a file without a content policy is an error', () => {
  expect(() => parseHeaders('add_header Referrer-Policy no-referrer always;\n')).toThrow('no content policy');
});
