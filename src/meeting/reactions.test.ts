import { afterEach, expect, test, vi } from 'vitest';
import { createNames } from './names.ts';
import { createReactions, emojis, readReaction, writeReaction } from './reactions.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a reaction is shown for some seconds', () => {
  vi.useFakeTimers();
  const reactions = createReactions(createNames(), () => {});
  reactions.show('a', '🎉');
  expect(reactions.getState()).toMatchObject([{ identity: 'a', emoji: '🎉' }]);
  vi.advanceTimersByTime(5000);
  expect(reactions.getState()).toEqual([]);
});

test('the number of shown reactions is limited for each participant', () => {
  vi.useFakeTimers();
  const reactions = createReactions(createNames(), () => {});
  const shown = Array.from({ length: 10 }, () => reactions.show('a', '👍'));
  expect(shown.filter(Boolean)).toHaveLength(3);
  expect(reactions.show('b', '👍')).toBe(true);
});

test('every own emoji can be read, and other data is ignored', () => {
  for (const emoji of emojis) expect(readReaction(writeReaction(emoji))).toBe(emoji);
  expect(readReaction(new TextEncoder().encode('<b>'))).toBeUndefined();
  expect(readReaction(new Uint8Array(100_000))).toBeUndefined();
  expect(readReaction(new Uint8Array([255, 254]))).toBeUndefined();
});
