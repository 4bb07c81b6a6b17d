import { expect, test } from 'vitest';
import { cutText, graphemes } from './graphemes.ts';

const texts: [string, number][] = [
  ['Aiko', 4],
  ['e\u0301e\u0301', 2],
  ['か\u3099く', 2],
  ['👩‍👩‍👧👩🏽‍🚀', 2],
  ['❤️‍🔥🇯🇵🇩🇪', 3],
  ['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}!', 2],
  ['葛\u{e0100}城', 2],
  ['#️⃣1', 2],
];

test.each(texts)('%s is counted in grapheme clusters', (text, count) => {
  expect(graphemes(text)).toHaveLength(count);
  expect(graphemes(text).join('')).toBe(text);
});

test('a text is cut between characters', () => {
  const text = '👩‍👩‍👧'.repeat(5);
  expect(cutText(text, 3, 1000)).toBe('👩‍👩‍👧'.repeat(3));
  expect(cutText(text, 5, 1000)).toBe(text);
  expect(cutText(text, 5, 2 * 18 + 5)).toBe('👩‍👩‍👧'.repeat(2));
  expect(cutText('a😀', 1)).toBe('a');
});

test('a grapheme cluster longer than the byte limit is dropped', () => {
  expect(cutText(`ab${'\u0301'.repeat(100_000)}`, 2000)).toBe('a');
});
