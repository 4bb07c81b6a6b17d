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

test('a device that starts is switched to', async () => {
  const room = roomWith(() => true);
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('switched');
  expect(room.switchActiveDevice).toHaveBeenCalledExactlyOnceWith('videoinput', 'back', false);
});

test('a device that does not start gives way to the one from before', async () => {
  const room = roomWith((deviceId) => {
    if (deviceId === 'back') throw new DOMException('busy', 'NotReadableError');
    return true;
  });
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('kept');
  expect(room.switchActiveDevice).toHaveBeenLastCalledWith('videoinput', 'front', false);
});

test('a browser that opens another device than the wanted one has not switched', async () => {
  const room = roomWith((deviceId) => deviceId !== 'back');
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('kept');
});

test('when neither device starts, that is told', async () => {
  const room = roomWith(() => {
    throw new DOMException('gone', 'NotFoundError');
  });
  expect(await switchDevice(room, 'videoinput', 'back')).toBe('lost');
});

test('a device that is open is asked for exactly', async () => {
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
