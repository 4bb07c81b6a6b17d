import { EventEmitter } from 'node:events';
import { RoomEvent, type Room } from 'livekit-client';
import { expect, test } from 'vitest';
import type { DeviceChange } from './deviceChange.ts';
import { followDeviceChanges, takeDevice } from './followDeviceChanges.ts';

const builtIn = { kind: 'audioinput', deviceId: 'built-in', groupId: 'computer', label: 'Built-in' } as const;
const headset = { kind: 'audioinput', deviceId: 'mic', groupId: 'headset', label: 'Headset' } as const;
const phones = { kind: 'audiooutput', deviceId: 'phones', groupId: 'headset', label: 'Headset' } as const;
const pluggedIn = { what: 'plugged_in', name: 'Headset', parts: [headset, phones] } as const;

type Device = typeof builtIn | typeof headset | typeof phones;

/** A fake room and a fake browser in which the guest uses the built-in microphone. */
async function follow() {
  const active = new Map<string, string>([['audioinput', builtIn.deviceId]]);
  const room = Object.assign(new EventEmitter(), {
    localParticipant: { getTrackPublication: () => undefined },
    getActiveDevice: (kind: MediaDeviceKind) => active.get(kind),
  });
  const browser = Object.assign(new EventTarget(), {
    listed: [builtIn] as readonly Device[],
    enumerateDevices: async () => browser.listed,
  });
  const changes: DeviceChange[] = [];
  const stop = followDeviceChanges(
    // The casts are safe, because only members are used that the fakes have.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    room as unknown as Room,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    browser as unknown as MediaDevices,
    (change) => changes.push(change),
  );
  await settle();
  /**
   * Changes the list of devices in the order of a real change: the browser's event, then what the SDK does about it,
   * then the SDK's event.
   */
  const list = async (listed: readonly Device[], sdkSwitches = () => {}) => {
    browser.listed = listed;
    browser.dispatchEvent(new Event('devicechange'));
    sdkSwitches();
    room.emit(RoomEvent.MediaDevicesChanged);
    await settle();
  };
  return { active, room, browser, changes, stop, list };
}

/** Waits until all callbacks of already settled promises have run. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test('a device that is plugged in is reported, and one that is in use by then is not', async () => {
  const { active, changes, list } = await follow();
  await list([builtIn, headset, phones]);
  expect(changes).toEqual([pluggedIn]);
  await list([builtIn]);
  await list([builtIn, headset], () => active.set('audioinput', headset.deviceId));
  expect(changes).toEqual([pluggedIn]);
});

test('an unplugged device is reported although the SDK has switched to another one before its event', async () => {
  const { active, changes, list } = await follow();
  await list([builtIn, headset]);
  active.set('audioinput', headset.deviceId);
  await list([builtIn], () => active.set('audioinput', builtIn.deviceId));
  expect(changes.at(-1)).toEqual({ what: 'unplugged', name: 'Headset' });
});

test('devices that get their ids with the permission do not count as plugged in', async () => {
  const { room, browser, changes, list } = await follow();
  browser.listed = [builtIn, headset];
  room.emit(RoomEvent.LocalTrackPublished);
  await settle();
  await list([builtIn, headset]);
  expect(changes).toEqual([]);
});

test('a change that is noticed after the following has stopped is not reported', async () => {
  const { room, browser, changes, stop } = await follow();
  browser.listed = [builtIn, headset];
  room.emit(RoomEvent.MediaDevicesChanged);
  stop();
  await settle();
  expect(changes).toEqual([]);
});

test('using a headset switches microphone and speaker, and undoing it returns to what was in use before', async () => {
  const { room } = await follow();
  const switched: string[] = [];
  const goBack = await takeDevice(room, pluggedIn, async (kind, deviceId) => {
    switched.push(`${kind} ${deviceId}`);
    return true;
  });
  expect(switched).toEqual(['audioinput mic', 'audiooutput phones']);
  await goBack?.();
  // No speaker was chosen before, so going back switches to the default one.
  expect(switched.slice(2)).toEqual(['audioinput built-in', 'audiooutput default']);
});

test('if a part of the headset does not start, there is nothing to undo', async () => {
  const { room } = await follow();
  expect(await takeDevice(room, pluggedIn, async (kind) => kind === 'audioinput')).toBeUndefined();
});
