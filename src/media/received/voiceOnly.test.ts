import { expect, test, vi } from 'vitest';
import { createVoiceOnly } from './voiceOnly.ts';

function start(isOn: boolean) {
  const change = vi.fn();
  const camera = {
    isOn,
    toggle: vi.fn(() => {
      camera.isOn = !camera.isOn;
    }),
  };
  return { voiceOnly: createVoiceOnly({ change }), change, camera };
}

test('Voice only hides the videos and turns the camera off; showing the videos turns it on again', () => {
  const { voiceOnly, change, camera } = start(true);
  voiceOnly.start(camera);
  expect(change).toHaveBeenLastCalledWith({ wish: 'hidden' });
  expect(camera.isOn).toBe(false);
  voiceOnly.showVideos(camera);
  expect(change).toHaveBeenLastCalledWith({ wish: 'all' });
  expect(camera.isOn).toBe(true);
});

test('a camera that was off before Voice only stays off when the videos are shown again', () => {
  const { voiceOnly, camera } = start(false);
  voiceOnly.start(camera);
  voiceOnly.showVideos(camera);
  expect(camera.toggle).not.toHaveBeenCalled();
});

test('a camera that the guest has turned on meanwhile stays on when the videos are shown again', () => {
  const { voiceOnly, camera } = start(true);
  voiceOnly.start(camera);
  camera.isOn = true;
  voiceOnly.showVideos(camera);
  expect(camera.isOn).toBe(true);
});

test('a camera that the guest turns off after Voice only has ended stays off', () => {
  const { voiceOnly, camera } = start(true);
  voiceOnly.start(camera);
  voiceOnly.showVideos(camera);
  camera.isOn = false;
  voiceOnly.showVideos(camera);
  expect(camera.isOn).toBe(false);
});

test('after leaving, showing the videos does not turn on the camera of the next call', () => {
  const { voiceOnly, camera } = start(true);
  voiceOnly.start(camera);
  voiceOnly.forget();
  voiceOnly.showVideos(camera);
  expect(camera.isOn).toBe(false);
});
