import { expect, test } from 'vitest';
import { isImeKey } from './isImeKey.ts';

test('a key belongs to the IME during composition, and in Safari also when it ends the composition', () => {
  expect(isImeKey({ isComposing: true, keyCode: 27 })).toBe(true);
  expect(isImeKey({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isImeKey({ isComposing: false, keyCode: 27 })).toBe(false);
});
