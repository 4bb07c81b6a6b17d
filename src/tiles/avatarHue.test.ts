import { expect, test } from 'vitest';
import { avatarHue } from './avatarHue.ts';

test('a name has the same hue each time', () => {
  expect(avatarHue('Aiko')).toBe(avatarHue('Aiko'));
  expect(avatarHue('')).toBeGreaterThan(0);
});

test('short names use all eight hues, and none for more than a third of them', () => {
  const names = [
    'Aiko',
    'Ben',
    'Chloé',
    '大輔',
    'Dana',
    'Emil',
    'Farah',
    'Guest',
    'Hugo',
    'Ines',
    'Jun',
    'Kaya',
  ];
  const more = names.flatMap((name) => [name, `${name} (2)`, `${name} M.`]);
  const counts = countBy(more);
  expect(counts.size).toBe(8);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(more.length / 3);
});

function countBy(names: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const name of names) counts.set(avatarHue(name), (counts.get(avatarHue(name)) ?? 0) + 1);
  return counts;
}
