import { expect, test, vi } from 'vitest';
import type { LocalTrackPublication } from 'livekit-client';
import { switchDevice } from './switchDevice.ts';

function roomWith(switchActiveDevice: (deviceId: string) => boolean) {
  return {
    localParticipant: {
      getTrackPublication: (): LocalTrackPublication | undefined => undefined,
      setMicrophoneEnabled: vi.fn(() => Promise.resolve(undefined)),
      setCameraEnabled: vi.fn(() => Promise.resolve(undefined)),
    },
    getActiveDevice: () => 'front',
    switchActiveDevice: vi.fn(async (_kind: MediaDeviceKind, deviceId: string) =>
      switchActiveDevice(deviceId),
    ),
  };
}

/** Switches from the front camera to the back camera. */
async function toBack(room: ReturnType<typeof roomWith>) {
  const choose = vi.fn();
  const result = await switchDevice(room, { choose }, 'videoinput', 'back');
  return { result, remembered: choose.mock.calls };
}

test('switching to a device that opens succeeds, and the choice is remembered', async () => {
  const room = roomWith(() => true);
  expect(await toBack(room)).toEqual({ result: 'switched', remembered: [['camera', 'back']] });
  expect(room.switchActiveDevice).toHaveBeenCalledExactlyOnceWith('videoinput', 'back', false);
});

test('if the new device fails to open, the old one is used again', async () => {
  const room = roomWith((deviceId) => {
    if (deviceId === 'back') throw new DOMException('busy', 'NotReadableError');
    return true;
  });
  expect(await toBack(room)).toEqual({ result: 'kept', remembered: [] });
  expect(room.switchActiveDevice).toHaveBeenLastCalledWith('videoinput', 'front', false);
});

test('if the browser opens another device than requested, the old one is used again', async () => {
  const room = roomWith((deviceId) => deviceId !== 'back');
  expect(await toBack(room)).toEqual({ result: 'kept', remembered: [] });
});

test('if both cameras fail to open, the camera is turned off, so that nobody sees its last frame', async () => {
  const room = roomWith(() => {
    throw new DOMException('gone', 'NotFoundError');
  });
  expect(await toBack(room)).toEqual({ result: 'lost', remembered: [] });
  expect(room.localParticipant.setCameraEnabled).toHaveBeenCalledExactlyOnceWith(false);
  expect(room.localParticipant.setMicrophoneEnabled).not.toHaveBeenCalled();
});

test('if both speakers fail, microphone and camera stay as they are', async () => {
  const room = roomWith(() => {
    throw new DOMException('gone', 'NotFoundError');
  });
  expect(await switchDevice(room, { choose() {} }, 'audiooutput', 'headset')).toBe('lost');
  expect(room.localParticipant.setCameraEnabled).not.toHaveBeenCalled();
  expect(room.localParticipant.setMicrophoneEnabled).not.toHaveBeenCalled();
});

test('switching an open device requests the new one with `exact`', async () => {
  const room = roomWith(() => true);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  room.localParticipant.getTrackPublication = () => ({ isMuted: false }) as LocalTrackPublication;
  await toBack(room);
  expect(room.switchActiveDevice).toHaveBeenCalledExactlyOnceWith('videoinput', 'back', true);
});
