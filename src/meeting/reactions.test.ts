import { afterEach, expect, test, vi } from 'vitest';
import { createReactions, emojis, readReaction, writeReaction } from './reactions.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a reaction is seen for some seconds', () => {
  vi.useFakeTimers();
  const reactions = createReactions(() => {});
  reactions.show('a', '🎉');
  expect(reactions.getState()).toMatchObject([{ identity: 'a', emoji: '🎉' }]);
  vi.advanceTimersByTime(5000);
  expect(reactions.getState()).toEqual([]);
});

test('who clicks on and on fills no screen, and takes no room from others', () => {
  vi.useFakeTimers();
  const reactions = createReactions(() => {});
  const shown = Array.from({ length: 10 }, () => reactions.show('a', '👍'));
  expect(shown.filter(Boolean)).toHaveLength(3);
  expect(reactions.show('b', '👍')).toBe(true);
});

test('every reaction is understood, anything else is not', () => {
  for (const emoji of emojis) expect(readReaction(writeReaction(emoji))).toBe(emoji);
  expect(readReaction(new TextEncoder().encode('<b>'))).toBeUndefined();
  expect(readReaction(new Uint8Array(100_000))).toBeUndefined();
  expect(readReaction(new Uint8Array([255, 254]))).toBeUndefined();
});
