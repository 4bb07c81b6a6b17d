import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Aiko', 'A'],
  ['ada lovelace', 'AL'],
  ['Jean  Claude van Damme', 'JD'],
  ['山田太郎', '山'],
  ['山田 太郎', '山太'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
  ['', ''],
])('%s stands as %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
