import { expect, test } from 'vitest';
import { isImeKey } from './isImeKey.ts';

test('a key belongs to the input method while a word is composed, and in Safari also when it ends the word', () => {
  expect(isImeKey({ isComposing: true, keyCode: 27 })).toBe(true);
  expect(isImeKey({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isImeKey({ isComposing: false, keyCode: 27 })).toBe(false);
});
