import { afterEach, expect, test, vi } from 'vitest';
import { createSounds } from './sounds.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('many things at once make one sound, the next one is heard after a rest', () => {
  vi.useFakeTimers();
  const sound = vi.fn();
  const sounds = createSounds(sound);
  for (let index = 0; index < 10; index += 1) sounds.play('came');
  expect(sound).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1000);
  sounds.play('left');
  expect(sound).toHaveBeenCalledTimes(2);
});

test('sounds that are turned off stay silent, and who shows the switch is told', () => {
  const sound = vi.fn();
  const onChange = vi.fn();
  const sounds = createSounds(sound);
  sounds.subscribe(onChange);
  sounds.setOn(false);
  sounds.play('chat');
  expect(sound).not.toHaveBeenCalled();
  expect(onChange).toHaveBeenCalledOnce();
  expect(sounds.getState()).toBe(false);
});

test('a clock that steps back silences no sound', () => {
  vi.useFakeTimers();
  const sound = vi.fn();
  const sounds = createSounds(sound);
  sounds.play('came');
  vi.advanceTimersByTime(1000);
  vi.setSystemTime(Date.now() - 60 * 60 * 1000);
  sounds.play('left');
  expect(sound).toHaveBeenCalledTimes(2);
});
