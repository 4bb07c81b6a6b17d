import { expect, test } from 'vitest';
import { enoughFrames } from './enoughFrames.ts';

const inCrowd = { x: 0, y: 0, width: 246, height: 144 };
const ofFour = { x: 0, y: 0, width: 416, height: 290 };

test('small tiles of people who are not speaking need fewer frames', () => {
  expect(enoughFrames(inCrowd, false)).toBe(10);
});

test('speakers and large tiles need all frames', () => {
  expect(enoughFrames(inCrowd, true)).toBeUndefined();
  expect(enoughFrames(ofFour, false)).toBeUndefined();
});
