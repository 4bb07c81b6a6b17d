import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createToasts } from './toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start({ isQuiet = false } = {}) {
  return createToasts(() => !isQuiet);
}

test('a toast is shown for four seconds', () => {
  const toasts = start();
  toasts.add('hand', ['Ben']);
  expect(toasts.getState()).toEqual([{ kind: 'hand', names: ['Ben'], text: '' }]);
  vi.advanceTimersByTime(3900);
  expect(toasts.getState()).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(toasts.getState()).toEqual([]);
});

test('events of one kind share a toast, each name once, and it is shown for four seconds from the last one', () => {
  const toasts = start();
  toasts.add('came', ['Ben']);
  vi.advanceTimersByTime(3000);
  toasts.add('came', ['Chie', 'Ben']);
  vi.advanceTimersByTime(3000);
  expect(toasts.getState()).toEqual([{ kind: 'came', names: ['Ben', 'Chie'], text: '' }]);
  vi.advanceTimersByTime(1500);
  expect(toasts.getState()).toEqual([]);
});

test('an empty list of names shows nothing', () => {
  const toasts = start();
  toasts.add('left', []);
  expect(toasts.getState()).toEqual([]);
});

test('a newer message replaces the preview of the one before', () => {
  const toasts = start();
  toasts.add('message', ['Ben'], 'Hello');
  toasts.add('message', ['Chie'], 'Hi Ben');
  expect(toasts.getState()).toEqual([{ kind: 'message', names: ['Chie'], text: 'Hi Ben' }]);
});

test('reactions of several people share a toast with each emoji once', () => {
  const toasts = start();
  toasts.add('reaction', ['Ben'], '👍');
  toasts.add('reaction', ['Chie'], '🎉');
  toasts.add('reaction', ['Ben'], '👍');
  expect(toasts.getState()).toEqual([{ kind: 'reaction', names: ['Ben', 'Chie'], text: '👍🎉' }]);
});

test('at most three toasts are shown: the oldest makes room', () => {
  const toasts = start();
  toasts.add('came', ['Ben']);
  toasts.add('hand', ['Ben']);
  toasts.add('reaction', ['Ben'], '👍');
  toasts.add('message', ['Ben'], 'Hello');
  expect(toasts.getState().map(({ kind }) => kind)).toEqual(['hand', 'reaction', 'message']);
});

test('guests who turned short messages off see raised hands and messages only', () => {
  const toasts = start({ isQuiet: true });
  toasts.add('came', ['Ben']);
  toasts.add('left', ['Ben']);
  toasts.add('reaction', ['Ben'], '👍');
  toasts.add('hand', ['Ben']);
  toasts.add('message', ['Ben'], 'Hello');
  expect(toasts.getState().map(({ kind }) => kind)).toEqual(['hand', 'message']);
});

test('a toast under the pointer or with the focus stays, and goes four seconds after', () => {
  const toasts = start();
  toasts.add('message', ['Ben'], 'Hello');
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(toasts.getState()).toHaveLength(1);
  toasts.hold(false);
  vi.advanceTimersByTime(3900);
  expect(toasts.getState()).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(toasts.getState()).toEqual([]);
});

test('closing removes every toast, also one that is held, and later ones go by themselves again', () => {
  const toasts = start();
  toasts.add('message', ['Ben'], 'Hello');
  toasts.hold(true);
  toasts.closeAll();
  expect(toasts.getState()).toEqual([]);
  toasts.add('hand', ['Ben']);
  vi.advanceTimersByTime(4100);
  expect(toasts.getState()).toEqual([]);
});
