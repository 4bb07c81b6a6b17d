import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Finds the names under which a file writes to localStorage and sessionStorage. */
const keysIn = (text: string) => [...text.matchAll(/first-room:(\w+)/g)].map(([, key]) => key);

test('the privacy page lists exactly the data that the app stores in the browser', () => {
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
    .map(read);
  const touching = sources.filter((text) => /(?:session|local)Storage\b/.test(text));
  // Each file that uses a storage must contain the names of its entries, because the test looks for these.
  expect(touching.map((text) => text.includes('first-room:'))).toEqual(touching.map(() => true));
  const [, remembered = ''] = /RememberedKey =([^;]+)/.exec(read('remembered.ts')) ?? [];
  const kept = [...touching.flatMap(keysIn), ...[...remembered.matchAll(/'(\w+)'/g)].map(([, key]) => key)];
  expect(kept.length).toBeGreaterThan(10);
  expect(new Set(keysIn(read('../docs/privacy.md')))).toEqual(new Set(kept));
  expect(sources.filter((text) => /document\.cookie|indexedDB|\bcaches\./.test(text))).toEqual([]);
});
