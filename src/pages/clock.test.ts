import { expect, test } from 'vitest';
import { clock } from './clock.ts';

test.each([
  [0, '0:00'],
  [7_900, '0:07'],
  [754_000, '12:34'],
  [3_600_000, '1:00:00'],
  [36_123_000, '10:02:03'],
])('%i ms are %s on a clock', (ms, shown) => {
  expect(clock(ms)).toBe(shown);
});
