import { afterEach, expect, test, vi } from 'vitest';
import { createConversation } from './conversation.ts';

const minuteMs = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

test('after more than ten minutes alone a new conversation begins, even if the same participant returns', () => {
  vi.useFakeTimers();
  const conversation = createConversation();
  conversation.enter('RM_1', ['ben'], 1);
  conversation.part([], 5);
  vi.advanceTimersByTime(9 * minuteMs);
  conversation.meet(['ben']);
  expect(conversation.getState().firstOrder).toBe(-Infinity);
  conversation.part([], 6);
  vi.advanceTimersByTime(11 * minuteMs);
  conversation.meet(['ben']);
  expect(conversation.getState().firstOrder).toBe(6);
});
