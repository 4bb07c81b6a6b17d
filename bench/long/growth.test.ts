import { expect, test } from 'vitest';
import { fitLine, isGrowing } from './growth.ts';

function every(step: number, value: (at: number) => number) {
  return Array.from({ length: 40 }, (_, index) => ({ at: index * step, value: value(index * step) }));
}

test('a line through growing values has their growth and value', () => {
  const line = fitLine(every(0.1, (at) => 100 + 3 * at));
  expect(line?.slope).toBeCloseTo(3);
  expect(line?.middle).toBeCloseTo(100 + 3 * 1.95);
  expect(line?.error).toBeCloseTo(0);
});

test('a value grows only if the growth is larger than chance', () => {
  const noise = (at: number) => 20 * Math.sin(at * 100);
  const said = (value: (at: number) => number) => {
    const line = fitLine(every(0.1, value));
    return line && isGrowing(line);
  };
  expect(said((at) => 100 + 1.9 * at)).toBe('flat');
  expect(said((at) => 100 + 3 * at)).toBe('grows');
  expect(said((at) => 100 + 3 * at + noise(at))).toBe('maybe');
  expect(said((at) => 100 - 5 * at)).toBe('flat');
  // Three open sockets that stay three.
  expect(said(() => 3)).toBe('flat');
  expect(said(() => 0)).toBe('flat');
  expect(said((at) => Math.floor(at))).toBe('grows');
});

test('two values give no line', () => {
  expect(fitLine(every(1, () => 1).slice(0, 2))).toBeUndefined();
});
