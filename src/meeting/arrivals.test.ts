import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchArrivals } from './arrivals.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function room(...names: string[]) {
  const people = new Map(names.map((name) => [name, name]));
  const onArrivals = vi.fn();
  const watch = watchArrivals(() => new Map(people), onArrivals);
  return {
    watch,
    onArrivals,
    come: (name: string) => {
      people.set(name, name);
      watch.note();
    },
    leave: (name: string) => {
      people.delete(name);
      watch.note();
    },
  };
}

test('ten participants who join together are reported once', () => {
  const { come, onArrivals } = room('Aiko');
  const names = Array.from({ length: 10 }, (_, index) => `Guest ${index}`);
  for (const name of names) {
    come(name);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(5000);
  expect(onArrivals.mock.calls).toEqual([[{ came: names, left: [] }]]);
});

test('a participant who joins and leaves within a moment is not reported, one who leaves is', () => {
  const { come, leave, onArrivals } = room('Aiko');
  come('Ben');
  leave('Ben');
  vi.advanceTimersByTime(5000);
  expect(onArrivals).not.toHaveBeenCalled();
  leave('Aiko');
  vi.advanceTimersByTime(5000);
  expect(onArrivals).toHaveBeenCalledExactlyOnceWith({ came: [], left: ['Aiko'] });
});

test('after a reconnect only participants who are still missing are reported', () => {
  const { watch, come, leave, onArrivals } = room('Aiko', 'Ben');
  // When a connection is lost, the SDK emits ParticipantDisconnected for everybody before it emits Reconnecting.
  leave('Aiko');
  leave('Ben');
  watch.pause();
  vi.advanceTimersByTime(30_000);
  watch.resume();
  vi.advanceTimersByTime(2000);
  come('Aiko');
  vi.advanceTimersByTime(10_000);
  expect(onArrivals).toHaveBeenCalledExactlyOnceWith({ came: [], left: ['Ben'] });
});

test('after rejoining only participants who are still missing are reported', () => {
  const { watch, onArrivals } = room('Aiko', 'Ben');
  const before = watch.stop();
  const people = new Map([['Aiko', 'Aiko']]);
  const next = watchArrivals(() => new Map(people), onArrivals, before);
  next.resume();
  vi.advanceTimersByTime(5000);
  people.set('Ben', 'Ben');
  next.note();
  people.delete('Aiko');
  next.note();
  vi.advanceTimersByTime(10_000);
  expect(onArrivals).toHaveBeenCalledExactlyOnceWith({ came: [], left: ['Aiko'] });
});

test('a guest who has left gets no more reports', () => {
  const { watch, leave, onArrivals } = room('Aiko');
  leave('Aiko');
  watch.stop();
  vi.advanceTimersByTime(10_000);
  expect(onArrivals).not.toHaveBeenCalled();
});
