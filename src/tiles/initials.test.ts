import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Aiko', 'A'],
  ['ada lovelace', 'AL'],
  ['Jean  Claude van Damme', 'JD'],
  ['Ægir Ólafur', 'ÆÓ'],
  ['é', 'É'],
  ['山田太郎', '山'],
  ['か\u3099く', 'か\u3099'],
  ['김민준', '김'],
  ['\u1100\u1161\u1102\u1161', '\u1100\u1161'],
  ['7of9', '7'],
  ['Person 1', 'P1'],
  ['Aiko (2)', 'A2'],
  ['ゲスト (2)', 'ゲ2'],
  ['#\uFE0F\u20E3', '#\uFE0F\u20E3'],
  ['山田 太郎', '山太'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
  ['e\u0301mile', 'E\u0301'],
  ['क्षमा', 'क्ष'],
  ['', ''],
])('the initials of %s are %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
