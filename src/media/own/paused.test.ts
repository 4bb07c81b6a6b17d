import { expect, test } from 'vitest';
import { pausedNow, pausedOf } from './paused.ts';

test('a device taken away is paused, and one that the guest turned off is not', () => {
  const fine = { isOn: true, isTaken: false };
  const taken = { isOn: true, isTaken: true };
  const off = { isOn: false, isTaken: true };
  expect(pausedNow(fine, fine)).toBeUndefined();
  expect(pausedNow(taken, fine)).toBe('camera');
  expect(pausedNow(off, taken)).toBe('microphone');
  expect(pausedNow(taken, taken)).toBe('both');
  expect(pausedNow(off, off)).toBeUndefined();
});

test('an invalid or missing attribute means nothing is paused', () => {
  expect(pausedOf({ 'first-room.paused': 'both' })).toBe('both');
  expect(pausedOf({ 'first-room.paused': '<b>' })).toBeUndefined();
  expect(pausedOf({})).toBeUndefined();
});
