import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncements, nameSome } from './announcements.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('events within a second are announced together, each name once', () => {
  const announcements = createAnnouncements();
  const onChange = vi.fn();
  announcements.subscribe(onChange);
  announcements.add('reaction', ['Aiko']);
  announcements.add('reaction', ['Ben']);
  announcements.add('reaction', ['Aiko']);
  announcements.add('left', ['Chie']);
  announcements.add('came', []);
  expect(announcements.getState().told).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(onChange).toHaveBeenCalledOnce();
  expect(announcements.getState()).toEqual({
    number: 1,
    told: [
      { kind: 'reaction', names: ['Aiko', 'Ben'] },
      { kind: 'left', names: ['Chie'] },
    ],
  });
});

test('a later event of the same kind and name is announced again', () => {
  const announcements = createAnnouncements();
  announcements.add('hand', ['Aiko']);
  vi.advanceTimersByTime(1000);
  announcements.add('hand', ['Aiko']);
  vi.advanceTimersByTime(1000);
  expect(announcements.getState()).toEqual({ number: 2, told: [{ kind: 'hand', names: ['Aiko'] }] });
});

test('more than three names are shortened to two names and a number', () => {
  expect(nameSome(['a', 'b', 'c'])).toEqual({ named: ['a', 'b', 'c'], more: 0 });
  expect(nameSome(['a', 'b', 'c', 'd'])).toEqual({ named: ['a', 'b'], more: 2 });
});
