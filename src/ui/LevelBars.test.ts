import { expect, test, vi } from 'vitest';
import { levelShower } from './LevelBars.tsx';

test('the bars rise at once, keep their height in the pauses of speech, and fall in silence', () => {
  vi.useFakeTimers();
  const changes: number[] = [];
  let shown = '';
  const bars: Parameters<ReturnType<typeof levelShower>>[0] = {
    style: {
      getPropertyValue: () => shown,
      setProperty(_name: string, level: string) {
        shown = level;
        changes.push(Number(level));
      },
    },
  };
  const show = levelShower();
  const hear = (levels: readonly number[]) => {
    for (const level of levels) {
      show(bars, level);
      vi.advanceTimersByTime(100);
    }
  };
  hear([0, 0.4, 1, 0.2, 0, 0, 1, 0.9, 0.1, 0.05]);
  expect(changes.map((level) => level.toFixed(2))).toEqual(['0.33', '1.00']);
  hear([0, 0, 0, 0, 0, 0]);
  expect(changes.at(-1)).toBe(0);
  expect(changes).toHaveLength(3);
  vi.useRealTimers();
});
