import { expect, test, vi } from 'vitest';
import { turnDeadDeviceOff, turnDevice } from './turnDevice.ts';

/** A fake room that records what is turned on and off, and fake choices that record what is remembered. */
function start(open = () => Promise.resolve(undefined)) {
  const calls: string[] = [];
  const record = (name: string) => (on: boolean) => {
    calls.push(`${name} ${on ? 'on' : 'off'}`);
    return open();
  };
  const room = {
    localParticipant: { setMicrophoneEnabled: record('microphone'), setCameraEnabled: record('camera') },
  };
  return { room, calls, choices: { setOn: vi.fn() } };
}

test('turning a device on or off turns that one, and the choice is remembered', async () => {
  const { room, calls, choices } = start();
  expect(await turnDevice(room, choices, { kind: 'camera', on: true })).toBeUndefined();
  expect(await turnDevice(room, choices, { kind: 'microphone', on: false })).toBeUndefined();
  expect(calls).toEqual(['camera on', 'microphone off']);
  expect(choices.setOn.mock.calls).toEqual([
    ['camera', true],
    ['microphone', false],
  ]);
});

test('a device that fails to open gives the reason, and the choice stays as it was', async () => {
  const { room, choices } = start(() => Promise.reject(new DOMException('busy', 'NotReadableError')));
  expect(await turnDevice(room, choices, { kind: 'camera', on: true })).toBe('in_use');
  expect(choices.setOn).not.toHaveBeenCalled();
});

test('a device whose publication is pending is turned off once that has ended', async () => {
  const { room, calls, choices } = start();
  let end = () => {};
  const pending = new Promise<void>((resolve) => (end = resolve));
  const turned = turnDevice(room, choices, { kind: 'microphone', on: false, pending });
  await new Promise(setImmediate);
  expect(calls).toEqual([]);
  end();
  await turned;
  expect(calls).toEqual(['microphone off']);
});

test('turning off a dead camera turns only the camera off', async () => {
  const { room, calls } = start();
  await turnDeadDeviceOff(room, 'camera');
  expect(calls).toEqual(['camera off']);
});
