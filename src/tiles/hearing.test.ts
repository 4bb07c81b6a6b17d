import { expect, test, vi } from 'vitest';
import { createHearings } from './hearing.ts';

test('everybody is heard as they are sent until one chooses otherwise', () => {
  expect(createHearings().of('ben')).toEqual({ volume: 1, isMuted: false });
});

test('muting somebody keeps the volume for when they are heard again', () => {
  const hearings = createHearings();
  hearings.set('ben', { volume: 0.4 });
  hearings.set('ben', { isMuted: true });
  expect(hearings.of('ben')).toEqual({ volume: 0.4, isMuted: true });
  hearings.set('ben', { isMuted: false });
  expect(hearings.of('ben')).toEqual({ volume: 0.4, isMuted: false });
  expect(hearings.of('ann')).toEqual({ volume: 1, isMuted: false });
});

test('views are told of a change, and are given the same object while nothing changes', () => {
  const hearings = createHearings();
  const onChange = vi.fn();
  const stop = hearings.subscribe(onChange);
  hearings.set('ben', { volume: 0.4 });
  expect(hearings.of('ben')).toBe(hearings.of('ben'));
  stop();
  hearings.set('ben', { volume: 0.5 });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('ben');
});
