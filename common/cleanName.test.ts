import { expect, test } from 'vitest';
import { cleanName, nameSkeleton, parseDisplayName } from './cleanName.ts';

/**
 * Checks that the token handler and the display in the room clean a name in the same way; returns the name as shown.
 */
function bothSides(text: string): string {
  const shown = cleanName(text);
  expect(parseDisplayName(text)).toBe(shown === '' ? undefined : shown);
  return shown;
}

test('a name is trimmed, and runs of white space become single spaces', () => {
  expect(bothSides('  Aiko \u3000')).toBe('Aiko');
  expect(bothSides('山田\u3000 太郎')).toBe('山田 太郎');
});

test('a name has 1 to 60 characters, counted as grapheme clusters', () => {
  expect(bothSides('')).toBe('');
  expect(bothSides(' \u3000 ')).toBe('');
  for (const letter of ['a', '名', '😀', 'e\u0301', 'か\u3099']) {
    const name = letter.repeat(60).normalize('NFC');
    expect(bothSides(name)).toBe(name);
    expect(parseDisplayName(name + letter)).toBeUndefined();
    expect(cleanName(name + letter)).toBe(name);
  }
});

test('a name has at most 256 bytes, the limit of LiveKit, and is cut between characters', () => {
  const family = '👩‍👩‍👧';
  expect(parseDisplayName(family.repeat(14))).toBe(family.repeat(14));
  expect(parseDisplayName(family.repeat(15))).toBeUndefined();
  expect(cleanName(family.repeat(15))).toBe(family.repeat(14));
});

test.each([
  ['a\nb', 'a b'],
  ['a\tb', 'a b'],
  ['a\u2028b', 'a b'],
  ['a\u0000b\u007f', 'ab'],
  ['a\u202eb', 'ab'],
  ['\u2066a\u2069', 'a'],
  ['\u200fa\u061c', 'a'],
  ['a\ud83d', 'a'],
  ['\udc00a', 'a'],
])('controls, direction overrides and lone surrogates are removed: %j', (text, name) => {
  expect(bothSides(text)).toBe(name);
});

test.each([
  '\u3164',
  '\u200b',
  '\u2060',
  '\u00ad',
  '\u115f\u1160',
  '\uffa0',
  '\u2800',
  '\u{e0020}',
  '\ufe0f',
  '\u180e',
  '\u034f',
  '\u200d',
  '\u{1d159}',
  '\u0301',
  ' \u3164 \u0301\u0302',
  '\ue000',
  '\ud83d',
])('a name without visible characters counts as no name: %j', (text) => {
  expect(bothSides(text)).toBe('');
});

test('invisible characters beside visible ones are removed', () => {
  expect(bothSides('\ufeffAi\u200b\u2060ko\u3164')).toBe('Aiko');
});

test('a letter keeps at most three combining marks', () => {
  expect(bothSides(`A${'\u0335'.repeat(59)}iko`)).toBe('A\u0335\u0335\u0335iko');
  expect(bothSides(`A${'\u0335\u200d'.repeat(59)}`)).toBe('A\u0335\u0335\u0335');
  expect(bothSides(`\u0e01${'\u0e49'.repeat(30)}`)).toBe(`\u0e01${'\u0e49'.repeat(3)}`);
});

test.each([
  '👩‍👩‍👧 family',
  '👩🏽‍🚀',
  '❤️‍🔥',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '🇯🇵',
  '#️⃣',
  '葛\u{e0100}城',
  'می‌خواهم',
  'ශ්‍රී',
  'नमस्ते',
  'Nguyễn Thị',
  'שָׁלוֹם',
  'ပြည်ကြီး',
  'བསྒྲུབས',
  "O'Neil-Smith (Ops)",
  'Bayou',
  'Thank you!',
  'Person 1',
  'Aiko (2)',
])('ordinary names stay unchanged: %s', (name) => {
  expect(bothSides(name)).toBe(name.normalize('NFC'));
});

test.each([
  'Aiko (you)',
  'Aiko (You',
  'Aiko （あなた）',
  'Aiko（あなた）',
  'Aiko [you]',
  'Aiko - you',
  'Aiko (y\u200bo u)',
  'Aiko (уоu)',
  'Aiko （ｙｏｕ）',
  'Aiko (you) (you) ✓',
  'Aiko’s screen',
  "Aiko's Screen",
  'Aiko さんの画面',
])('labels that the app itself appends to names are removed: %s', (text) => {
  expect(bothSides(text)).toBe('Aiko');
});

test.each(['you', 'You', '(you)', 'あなた', 'ＹＯＵ'])(
  'a name that consists of an app label alone is rejected: %s',
  (text) => {
    expect(bothSides(text)).toBe('');
  },
);

test('cleaning a clean name changes nothing', () => {
  for (const text of [`${'x'.repeat(59)} y`, 'a (you) \u0301', `a${'\u0301'.repeat(9)}(you)`]) {
    expect(cleanName(cleanName(text))).toBe(cleanName(text));
  }
});

test('names that look the same have the same skeleton', () => {
  for (const text of ['aiko', 'AIKO', 'Аікo', 'A i\u200bko', 'Ａｉｋｏ', 'Alko', '𝐀𝐢𝐤𝐨']) {
    expect(nameSkeleton(text)).toBe(nameSkeleton('Aiko'));
  }
  expect(nameSkeleton('力ン夕')).toBe(nameSkeleton('カンタ'));
  expect(nameSkeleton('José')).not.toBe(nameSkeleton('Jose'));
  expect(nameSkeleton('はは')).not.toBe(nameSkeleton('ばば'));
});
