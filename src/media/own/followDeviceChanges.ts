import { RoomEvent, type Room } from 'livekit-client';
import { deviceChange, type DeviceChange, type DevicesInUse } from './deviceChange.ts';
import { deviceInUse, type RoomWithDevices } from './switchDevice.ts';

type ListOfDevices = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;

/**
 * Follows which devices are plugged in, and which devices in use are unplugged.
 *
 * @param mediaDevices the browser's
 * @returns stops following
 */
export function followDeviceChanges(
  room: RoomWithDevices & Pick<Room, 'on' | 'off'>,
  mediaDevices: ListOfDevices,
  onChange: (change: DeviceChange) => void,
): () => void {
  let known: MediaDeviceInfo[] = [];
  let inUse: DevicesInUse = {};
  let isStopped = false;

  async function look(): Promise<void> {
    known = await mediaDevices.enumerateDevices();
  }

  /** The browser's event comes before the SDK's. In between the SDK may switch devices. */
  function noteInUse(): void {
    inUse = devicesInUse(room);
  }

  async function compare(): Promise<void> {
    const devices = await mediaDevices.enumerateDevices();
    const change = deviceChange(known, devices, { before: inUse, after: devicesInUse(room) });
    known = devices;
    if (change && !isStopped) onChange(change);
  }

  const onPublished = () => void look();
  const onDevices = () => void compare();
  void look();
  mediaDevices.addEventListener('devicechange', noteInUse);
  // Devices get their ids with the first permission. Without listing them again, all would look plugged in at the next event.
  room.on(RoomEvent.MediaDevicesChanged, onDevices).on(RoomEvent.LocalTrackPublished, onPublished);
  return () => {
    isStopped = true;
    mediaDevices.removeEventListener('devicechange', noteInUse);
    room.off(RoomEvent.MediaDevicesChanged, onDevices).off(RoomEvent.LocalTrackPublished, onPublished);
  };
}

/** Switches one device of the guest. @returns whether it is in use now */
export type SwitchTo = (kind: MediaDeviceKind, deviceId: string) => Promise<boolean>;

/**
 * Switches to every part of a device that was plugged in.
 *
 * @returns goes back to the devices that were in use before; `undefined` if a part did not start
 */
export async function takeDevice(
  room: RoomWithDevices,
  { parts }: DeviceChange & { what: 'plugged_in' },
  switchTo: SwitchTo,
): Promise<(() => Promise<void>) | undefined> {
  const before = devicesInUse(room);
  for (const { kind, deviceId } of parts) {
    if (!(await switchTo(kind, deviceId))) return undefined;
  }
  return async () => {
    for (const { kind } of parts) await switchTo(kind, before[kind] ?? 'default');
  };
}

function devicesInUse(room: RoomWithDevices): DevicesInUse {
  const inUse: DevicesInUse = {};
  for (const kind of ['audioinput', 'audiooutput', 'videoinput'] as const) {
    const deviceId = deviceInUse(room, kind);
    if (deviceId) inUse[kind] = deviceId;
  }
  return inUse;
}
