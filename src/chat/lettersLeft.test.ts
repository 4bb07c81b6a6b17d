import { expect, test } from 'vitest';
import { maxTextLength } from '../meeting/chat/chatLog.ts';
import { lettersLeft } from './lettersLeft.ts';

const draftWith = (left: number) => 'x'.repeat(maxTextLength - left);

test('the number of letters that are left is shown near the limit only', () => {
  expect(lettersLeft(draftWith(201))).toMatchObject({ left: 201, isShown: false });
  expect(lettersLeft(draftWith(200))).toMatchObject({ left: 200, isShown: true });
  expect(lettersLeft(draftWith(-3))).toMatchObject({ left: -3, isShown: true });
});

test('screen readers announce 200, 50 and 10 letters, not each one', () => {
  const announced = [201, 200, 51, 50, 11, 10, 0].map((left) => lettersLeft(draftWith(left)).announced);
  expect(announced).toEqual([undefined, 200, 200, 50, 50, 10, 10]);
});

test('a message that is too long has no number to announce', () => {
  expect(lettersLeft(draftWith(-1)).announced).toBeUndefined();
});

test('spaces at both ends, which are not sent, do not count', () => {
  expect(lettersLeft(`  ${draftWith(5)}\n`).left).toBe(5);
});
