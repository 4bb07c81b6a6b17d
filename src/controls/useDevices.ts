import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useActiveDevice, useDeviceList } from '../room/useDeviceList.ts';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { chosenKinds } from '../media/own/deviceChoices.ts';
import { listDevices, type ListedDevice } from '../media/own/listDevices.ts';
import { deviceInUse, switchDevice } from '../media/own/switchDevice.ts';

interface Devices {
  list: readonly ListedDevice[];
  /** Switches to this device. Does nothing while the app tries to rejoin after a lost connection. */
  choose: (device: ListedDevice) => Promise<void>;
}

/** The devices of a kind with names that the guest can read, and a function that switches to one of them. */
export function useDevices(kind: MediaDeviceKind): Devices {
  const room = useRoomContext();
  const { devices: choices } = useMeeting();
  const { tell, close } = useNotices();
  const { lobby, controls } = useRoomMessages();
  const isCutOff = useIsCutOff();
  const chosen = chosenKinds[kind];
  const unnamed = chosen === 'speaker' ? controls.speaker : lobby.unnamed[chosen];
  const list = listDevices(useDeviceList(kind), useActiveDevice(room, kind), unnamed);

  async function choose({ deviceId, name, isInUse }: ListedDevice): Promise<void> {
    if (isInUse || isCutOff) return;
    const about = `switch ${kind}`;
    close(about);
    const result = await switchDevice(room, choices, kind, deviceId);
    if (result === 'lost') tell({ about, say: (messages) => messages.controls.nothingKept(name) });
    if (result === 'kept') {
      const used = deviceInUse(room, kind);
      const kept = list.find((device) => device.deviceId === used)?.name ?? controls.systemDefault;
      tell({ about, say: (messages) => messages.controls.notSwitched(name, kept) });
    }
  }

  return { list, choose };
}
