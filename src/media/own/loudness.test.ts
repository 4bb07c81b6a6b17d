import { expect, test } from 'vitest';
import { loudness } from './loudness.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin(index / 8));
}

test('silence and the noise of a quiet room have level 0', () => {
  expect(loudness(new Float32Array(1024))).toBe(0);
  expect(loudness(tone(0.0005))).toBe(0);
});

test('a voice has a level in between, higher if it is louder', () => {
  const soft = loudness(tone(0.02));
  const plain = loudness(tone(0.1));
  expect(soft).toBeGreaterThan(0.2);
  expect(plain).toBeGreaterThan(soft);
  expect(plain).toBeLessThan(0.9);
});

test('the loudest sound has level 1', () => {
  expect(loudness(tone(1))).toBe(1);
});
