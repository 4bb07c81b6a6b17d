import { expect, test, vi } from 'vitest';
import type { LocalTrackPublication } from 'livekit-client';
import { switchDevice } from './switchDevice.ts';

function roomWith(switchActiveDevice: (deviceId: string) => boolean) {
  return {
    localParticipant: { getTrackPublication: () => undefined },
    getActiveDevice: () => 'front',
    switchActiveDevice: vi.fn(async (_kind: MediaDeviceKind, deviceId: string) =>
      switchActiveDevice(deviceId),
    ),
  };
}

test('switching to a device that opens succeeds', async () => {
  const room = roomWith(() => true);
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('switched');
  expect(room.switchActiveDevice).toHaveBeenCalledExactlyOnceWith('videoinput', 'back', false);
});

test('if the new device fails to open, the old one is used again', async () => {
  const room = roomWith((deviceId) => {
    if (deviceId === 'back') throw new DOMException('busy', 'NotReadableError');
    return true;
  });
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('kept');
  expect(room.switchActiveDevice).toHaveBeenLastCalledWith('videoinput', 'front', false);
});

test('if the browser opens another device than requested, the old one is used again', async () => {
  const room = roomWith((deviceId) => deviceId !== 'back');
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('kept');
});

test('if both devices fail to open, the device is lost', async () => {
  const room = roomWith(() => {
    throw new DOMException('gone', 'NotFoundError');
  });
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('lost');
});

test('switching an open device requests the new one with `exact`', async () => {
  const room = {
    ...roomWith(() => true),
    localParticipant: {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      getTrackPublication: () => ({ isMuted: false }) as LocalTrackPublication,
    },
  };
  await switchDevice(room, 'videoinput', 'back');
  expect(room.switchActiveDevice).toHaveBeenCalledExactlyOnceWith('videoinput', 'back', true);
});
