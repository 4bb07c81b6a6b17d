import type { LocalVideoTrack } from 'livekit-client';
import { beforeEach, expect, test, vi } from 'vitest';
import { flipCamera } from './flipCamera.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { userAgent: '' });
  vi.stubGlobal('MediaStreamTrack', EventTarget);
  return () => vi.unstubAllGlobals();
});

/**
 * A fake phone whose camera is on this side, and a room that records whether the camera is turned off.
 *
 * @param opens whether a camera opens, for each try in turn
 */
function phone(facingMode: string, opens: readonly boolean[]) {
  let tries = 0;
  const restartTrack = vi.fn((_options?: object) => {
    const isOpened = opens[tries];
    tries += 1;
    return isOpened ? Promise.resolve() : Promise.reject(new DOMException('busy', 'NotReadableError'));
  });
  // The cast is safe, because only members are used that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const track = {
    isLocal: true,
    mediaStreamTrack: { getSettings: () => ({ facingMode }), label: '' },
    getSourceTrackSettings: () => ({ deviceId: 'other side' }),
    restartTrack,
  } as unknown as LocalVideoTrack;
  const setCameraEnabled = vi.fn((_on: boolean) => Promise.resolve(undefined));
  const room = {
    localParticipant: { setCameraEnabled, setMicrophoneEnabled: () => Promise.resolve(undefined) },
  };
  const choices = { flip: vi.fn() };
  return { restartTrack, setCameraEnabled, choices, flip: () => flipCamera(room, choices, track) };
}

test.each([
  ['user', 'environment'],
  ['environment', 'user'],
])(
  'flipping goes from the camera on the side “%s” to “%s”, and the choice is remembered',
  async (from, to) => {
    const { restartTrack, choices, flip } = phone(from, [true]);
    expect(await flip()).toBe('flipped');
    expect(restartTrack.mock.calls[0]?.[0]).toMatchObject({ facingMode: to });
    expect(choices.flip).toHaveBeenCalledExactlyOnceWith('other side');
  },
);

test('if the other camera fails to open, the old one is used again and stays the choice', async () => {
  const { restartTrack, setCameraEnabled, choices, flip } = phone('user', [false, true]);
  expect(await flip()).toBe('kept');
  expect(restartTrack).toHaveBeenLastCalledWith();
  expect(choices.flip).not.toHaveBeenCalled();
  expect(setCameraEnabled).not.toHaveBeenCalled();
});

test('if both cameras fail to open, the camera is turned off, so that nobody sees its last frame', async () => {
  const { setCameraEnabled, flip } = phone('user', [false, false]);
  expect(await flip()).toBe('lost');
  expect(setCameraEnabled).toHaveBeenCalledExactlyOnceWith(false);
});
