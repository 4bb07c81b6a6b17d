import { RoomEvent, type Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { deviceChange, type DeviceChange, type DevicesInUse } from '../media/own/deviceChange.ts';
import { hasDevices } from '../media/own/hasDevices.ts';
import { deviceInUse, switchDevice } from '../media/own/switchDevice.ts';
import { chosenKinds } from './useDevices.ts';

const about = 'plug';

/**
 * Shows a notice when a device was plugged in, with buttons to use it and to undo that; and when a device in use was unplugged.
 */
export function useDeviceChanges(): void {
  const room = useRoomContext();
  const { tell, close } = useNotices();
  const { devices: choices } = useMeeting();

  /** Switches to every part of the new device, and shows a notice about the result. */
  async function take(change: DeviceChange & { what: 'plugged_in' }): Promise<void> {
    const before = devicesInUse(room);
    for (const { kind, deviceId } of change.parts) {
      if (!(await switchTo(kind, deviceId))) {
        return tell({ about, say: ({ controls }) => controls.notStarted(change.name) });
      }
    }
    tell({
      about,
      say: ({ controls }) => controls.nowInUse(change.name),
      action: { name: ({ controls }) => controls.undo, run: () => void goBack(before, change) },
    });
  }

  async function goBack(
    before: DevicesInUse,
    { parts }: DeviceChange & { what: 'plugged_in' },
  ): Promise<void> {
    for (const { kind } of parts) await switchTo(kind, before[kind] ?? 'default');
  }

  async function switchTo(kind: MediaDeviceKind, deviceId: string): Promise<boolean> {
    const isSwitched = (await switchDevice(room, kind, deviceId)) === 'switched';
    if (isSwitched) choices.choose(chosenKinds[kind], deviceId);
    return isSwitched;
  }

  const onChange = useEffectEvent((change: DeviceChange) => {
    if (change.what === 'unplugged') {
      return tell({ about, say: ({ controls }) => controls.unplugged(change.name) });
    }
    tell({
      about,
      say: ({ controls }) => controls.pluggedIn(change.name),
      action: { name: ({ controls }) => controls.use, run: () => void take(change) },
    });
  });

  const forget = useEffectEvent(() => close(about));

  useEffect(() => {
    if (!hasDevices()) return undefined;
    let known: MediaDeviceInfo[] = [];
    let inUse: DevicesInUse = {};
    const list = () => navigator.mediaDevices.enumerateDevices();
    const look = () => void list().then((devices) => (known = devices));
    look();

    // The browser's event comes before the SDK's. In between the SDK may switch devices.
    const noteInUse = () => {
      inUse = devicesInUse(room);
    };
    const compare = async () => {
      const devices = await list();
      const change = deviceChange(known, devices, { before: inUse, after: devicesInUse(room) });
      known = devices;
      if (change) onChange(change);
    };
    const onDevices = () => void compare();
    navigator.mediaDevices.addEventListener('devicechange', noteInUse);
    // Devices get their ids with the first permission. Without listing them again, all would look plugged in at the next event.
    room.on(RoomEvent.MediaDevicesChanged, onDevices).on(RoomEvent.LocalTrackPublished, look);
    return () => {
      navigator.mediaDevices.removeEventListener('devicechange', noteInUse);
      room.off(RoomEvent.MediaDevicesChanged, onDevices).off(RoomEvent.LocalTrackPublished, look);
      // Its button would act on this room, which is over.
      forget();
    };
  }, [room]);
}

function devicesInUse(room: Room): DevicesInUse {
  const inUse: DevicesInUse = {};
  for (const kind of ['audioinput', 'audiooutput', 'videoinput'] as const) {
    const deviceId = deviceInUse(room, kind);
    if (deviceId) inUse[kind] = deviceId;
  }
  return inUse;
}
