import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNewsDesk, nameSome } from './announcements.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what happens within a second is told at once, each name once', () => {
  const desk = createNewsDesk();
  const onChange = vi.fn();
  desk.subscribe(onChange);
  desk.add('reaction', ['Aiko']);
  desk.add('reaction', ['Ben']);
  desk.add('reaction', ['Aiko']);
  desk.add('left', ['Chie']);
  desk.add('came', []);
  expect(desk.getState().told).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(onChange).toHaveBeenCalledOnce();
  expect(desk.getState()).toEqual({
    number: 1,
    told: [
      { kind: 'reaction', names: ['Aiko', 'Ben'] },
      { kind: 'left', names: ['Chie'] },
    ],
  });
});

test('the same thing later is told again', () => {
  const desk = createNewsDesk();
  desk.add('hand', ['Aiko']);
  vi.advanceTimersByTime(1000);
  desk.add('hand', ['Aiko']);
  vi.advanceTimersByTime(1000);
  expect(desk.getState()).toEqual({ number: 2, told: [{ kind: 'hand', names: ['Aiko'] }] });
});

test('a crowd is two names and a number', () => {
  expect(nameSome(['a', 'b', 'c'])).toEqual({ named: ['a', 'b', 'c'], more: 0 });
  expect(nameSome(['a', 'b', 'c', 'd'])).toEqual({ named: ['a', 'b'], more: 2 });
});
