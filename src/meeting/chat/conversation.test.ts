import { afterEach, expect, test, vi } from 'vitest';
import { createMeeting } from './conversation.ts';

const minuteMs = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

test('a guest who stayed alone for more than ten minutes is in a new meeting, even when the same person comes back', () => {
  vi.useFakeTimers();
  const meeting = createMeeting();
  meeting.enter('RM_1', ['ben'], 1);
  meeting.part([], 5);
  vi.advanceTimersByTime(9 * minuteMs);
  meeting.meet(['ben']);
  expect(meeting.getState().firstOrder).toBe(-Infinity);
  meeting.part([], 6);
  vi.advanceTimersByTime(11 * minuteMs);
  meeting.meet(['ben']);
  expect(meeting.getState().firstOrder).toBe(6);
});
