import { expect, test } from 'vitest';
import { pausedNow, pausedOf } from './paused.ts';

test('what was taken away is paused, what the guest turned off is not', () => {
  const fine = { isOn: true, isTaken: false };
  const taken = { isOn: true, isTaken: true };
  const off = { isOn: false, isTaken: true };
  expect(pausedNow(fine, fine)).toBeUndefined();
  expect(pausedNow(taken, fine)).toBe('camera');
  expect(pausedNow(off, taken)).toBe('microphone');
  expect(pausedNow(taken, taken)).toBe('both');
  expect(pausedNow(off, off)).toBeUndefined();
});

test('an attribute that nobody sends is nothing', () => {
  expect(pausedOf({ 'first-room.paused': 'both' })).toBe('both');
  expect(pausedOf({ 'first-room.paused': '<b>' })).toBeUndefined();
  expect(pausedOf({})).toBeUndefined();
});
