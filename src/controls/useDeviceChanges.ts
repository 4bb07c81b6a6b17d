import { useEffect, useEffectEvent } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import type { DeviceChange } from '../media/own/deviceChange.ts';
import { followDeviceChanges, takeDevice } from '../media/own/followDeviceChanges.ts';
import { hasDevices } from '../media/own/hasDevices.ts';
import { switchDevice } from '../media/own/switchDevice.ts';

const about = 'plug';

/**
 * Shows a notice when a device was plugged in, with buttons to use it and to undo that. Shows another one when a device
 * in use was unplugged.
 */
export function useDeviceChanges(): void {
  const room = useRoomContext();
  const { tell, close } = useNotices();
  const { devices: choices } = useMeeting();

  async function switchTo(kind: MediaDeviceKind, deviceId: string): Promise<boolean> {
    return (await switchDevice(room, choices, kind, deviceId)) === 'switched';
  }

  async function take(change: DeviceChange & { what: 'plugged_in' }): Promise<void> {
    const goBack = await takeDevice(room, change, switchTo);
    if (!goBack) return tell({ about, say: ({ controls }) => controls.notStarted(change.name) });
    tell({
      about,
      say: ({ controls }) => controls.nowInUse(change.name),
      action: { name: ({ controls }) => controls.undo, run: () => void goBack() },
    });
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
    const stop = followDeviceChanges(room, navigator.mediaDevices, onChange);
    return () => {
      stop();
      // The notice is closed, because its button would act on this room, which the guest has left.
      forget();
    };
  }, [room]);
}
