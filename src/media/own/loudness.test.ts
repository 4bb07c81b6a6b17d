import { expect, test } from 'vitest';
import { loudness } from './loudness.ts';

function tone(amplitude: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin(index / 8));
}

test('silence and the hiss of a quiet room are nothing', () => {
  expect(loudness(new Float32Array(1024))).toBe(0);
  expect(loudness(tone(0.0005))).toBe(0);
});

test('a voice lies in between, and louder is more', () => {
  const soft = loudness(tone(0.02));
  const plain = loudness(tone(0.1));
  expect(soft).toBeGreaterThan(0.2);
  expect(plain).toBeGreaterThan(soft);
  expect(plain).toBeLessThan(0.9);
});

test('the loudest sound fills the meter and no more', () => {
  expect(loudness(tone(1))).toBe(1);
});
