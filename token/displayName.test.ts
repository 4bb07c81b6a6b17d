import { expect, test } from 'vitest';
import { parseDisplayName } from './displayName.ts';

test('a name is trimmed', () => {
  expect(parseDisplayName('  Aiko \u3000')).toBe('Aiko');
});

test('a name has 1 to 60 characters, counted as people count letters of any script', () => {
  expect(parseDisplayName('')).toBeUndefined();
  expect(parseDisplayName(' \u3000 ')).toBeUndefined();
  expect(parseDisplayName('名'.repeat(60))).toBe('名'.repeat(60));
  expect(parseDisplayName('😀'.repeat(60))).toBe('😀'.repeat(60));
  expect(parseDisplayName('a'.repeat(61))).toBeUndefined();
});

test.each(['a\nb', 'a\tb', 'a\u0000b', 'a\u007fb', 'a\u2028b', 'a\u202eb', 'a\u2066b'])(
  'characters that control instead of naming are refused: %j',
  (text) => {
    expect(parseDisplayName(text)).toBeUndefined();
  },
);

test('emoji that are joined from several stay allowed', () => {
  expect(parseDisplayName('👩‍👩‍👧 family')).toBe('👩‍👩‍👧 family');
});
