import { RoomEvent, type Room } from 'livekit-client';
import { deviceChange, type DeviceChange, type DevicesInUse } from './deviceChange.ts';
import { deviceInUse, type RoomWithDevices } from './switchDevice.ts';

type ListOfDevices = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener' | 'removeEventListener'>;

/**
 * Reports devices that are plugged in, and devices in use that are unplugged.
 *
 * @param mediaDevices the browser's list of devices
 * @returns stops reporting
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

  /**
   * The devices in use are noted at the browser's event, which comes before the SDK's event, because the SDK may switch
   * devices in between.
   */
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
  // With the first permission the browser gives devices their ids. If they were not listed again now, all of them would
  // look plugged in at the next event.
  room.on(RoomEvent.MediaDevicesChanged, onDevices).on(RoomEvent.LocalTrackPublished, onPublished);
  return () => {
    isStopped = true;
    mediaDevices.removeEventListener('devicechange', noteInUse);
    room.off(RoomEvent.MediaDevicesChanged, onDevices).off(RoomEvent.LocalTrackPublished, onPublished);
  };
}

/**
 * Switches one kind of device in the call to another device.
 *
 * @returns whether that device is in use now
 */
export type SwitchTo = (kind: MediaDeviceKind, deviceId: string) => Promise<boolean>;

/**
 * Switches the call to a device that was plugged in, for example to both microphone and speaker of a headset.
 *
 * @returns a function that goes back to the devices that were in use before; `undefined` if microphone, camera or
 *   speaker did not start
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
