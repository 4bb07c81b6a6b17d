import { Room } from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { keepChosenDevices } from './keepChosenDevices.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What the room switches to when the devices of this kind change and it uses `inUse`. */
async function switchedTo(
  kind: MediaDeviceKind,
  inUse: string,
  { before, after }: { before: readonly string[]; after: readonly string[] },
): Promise<string[]> {
  let listed = before;
  const enumerateDevices = async () => listed.map((deviceId) => ({ kind, deviceId, label: deviceId }));
  vi.stubGlobal('navigator', { userAgent: '', mediaDevices: { enumerateDevices } });
  const room = new Room();
  keepChosenDevices(room);
  vi.spyOn(room, 'getActiveDevice').mockImplementation((wanted) => (wanted === kind ? inUse : 'default'));
  const switched: string[] = [];
  vi.spyOn(room, 'switchActiveDevice').mockImplementation(async (_kind, deviceId) => {
    switched.push(deviceId);
    return true;
  });
  // The SDK compares with what was listed last.
  await Room.getLocalDevices(undefined, false);
  listed = after;
  await room['selectDefaultDevices']();
  return switched;
}

test.each(['audiooutput', 'audioinput', 'videoinput'] as const)(
  'a new %s that is listed first is not used unasked',
  async (kind) => {
    const devices = { before: ['chosen', 'other'], after: ['new', 'chosen', 'other'] };
    expect(await switchedTo(kind, 'chosen', devices)).toEqual([]);
  },
);

test('a guest on the system’s speaker stays on it where the browser lists no device of that name, as in Firefox', async () => {
  const devices = { before: ['other'], after: ['new', 'other'] };
  expect(await switchedTo('audiooutput', 'default', devices)).toEqual([]);
});

test('another speaker is used when the chosen one is gone', async () => {
  const devices = { before: ['default', 'chosen'], after: ['default'] };
  expect(await switchedTo('audiooutput', 'chosen', devices)).toEqual(['default']);
});

test('in Safari another microphone is used when the one in use is gone, and no other speaker unasked', async () => {
  vi.stubGlobal('GestureEvent', Event);
  const devices = { before: ['AirPods', 'built-in'], after: ['built-in'] };
  expect(await switchedTo('audioinput', 'AirPods', devices)).toEqual(['built-in']);
  expect(await switchedTo('audiooutput', 'AirPods', devices)).toEqual([]);
});
