import { afterEach, expect, test, vi } from 'vitest';
import { createSounds } from './sounds.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('many events at once play one sound, and the next sound needs a pause', () => {
  vi.useFakeTimers();
  const sound = vi.fn();
  const sounds = createSounds(sound);
  for (let index = 0; index < 10; index += 1) sounds.play('came');
  expect(sound).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1000);
  sounds.play('left');
  expect(sound).toHaveBeenCalledTimes(2);
});

test('sounds that are turned off are not played, and listeners are called', () => {
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

test('a clock that is set back does not suppress sounds', () => {
  vi.useFakeTimers();
  const sound = vi.fn();
  const sounds = createSounds(sound);
  sounds.play('came');
  vi.advanceTimersByTime(1000);
  vi.setSystemTime(Date.now() - 60 * 60 * 1000);
  sounds.play('left');
  expect(sound).toHaveBeenCalledTimes(2);
});

test('guests who knock make a sound at most every ten seconds, and other sounds are played meanwhile', () => {
  vi.useFakeTimers();
  const sound = vi.fn();
  const sounds = createSounds(sound);
  sounds.play('knock');
  vi.advanceTimersByTime(9900);
  sounds.play('knock');
  expect(sound).toHaveBeenCalledOnce();
  sounds.play('chat');
  expect(sound).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  sounds.play('knock');
  expect(sound).toHaveBeenCalledTimes(3);
});
