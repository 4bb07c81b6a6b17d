import { Room } from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { keepChosenDevices } from './keepChosenDevices.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/**
 * The ids of the devices that a room which uses the device `inUse` switches to when the list of devices changes from
 * `before` to `after`.
 */
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
  // The SDK notices a new device by comparing the list with the one that it read last. So it has to read the list once
  // before the change.
  await Room.getLocalDevices(undefined, false);
  listed = after;
  await room['selectDefaultDevices']();
  return switched;
}

test.each(['audiooutput', 'audioinput', 'videoinput'] as const)(
  'a new %s that is first in the list is not switched to',
  async (kind) => {
    const devices = { before: ['chosen', 'other'], after: ['new', 'chosen', 'other'] };
    expect(await switchedTo(kind, 'chosen', devices)).toEqual([]);
  },
);

test('a guest on the system’s speaker stays on it in Firefox, which does not list it', async () => {
  const devices = { before: ['other'], after: ['new', 'other'] };
  expect(await switchedTo('audiooutput', 'default', devices)).toEqual([]);
});

test('the room switches to another speaker when the chosen one is gone', async () => {
  const devices = { before: ['default', 'chosen'], after: ['default'] };
  expect(await switchedTo('audiooutput', 'chosen', devices)).toEqual(['default']);
});

test('in Safari the room switches to another microphone when the current one is gone, but never to another speaker', async () => {
  vi.stubGlobal('GestureEvent', Event);
  const devices = { before: ['AirPods', 'built-in'], after: ['built-in'] };
  expect(await switchedTo('audioinput', 'AirPods', devices)).toEqual(['built-in']);
  expect(await switchedTo('audiooutput', 'AirPods', devices)).toEqual([]);
});
