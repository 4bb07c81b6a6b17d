import type { DeviceKind } from '../devices/deviceChoices.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/NoticesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useActiveDevice, useDeviceList } from '../room/useDeviceList.ts';
import { switchDevice } from './switchDevice.ts';

interface ListedDevice {
  deviceId: string;
  name: string;
  isInUse: boolean;
}

interface Devices {
  list: readonly ListedDevice[];
  choose: (device: ListedDevice) => Promise<void>;
}

const ownKind = { audioinput: 'microphone', videoinput: 'camera', audiooutput: undefined } as const;

/**
 * The devices of a kind, as the guest knows them, and the way to change to another.
 *
 * @param onChosen a microphone or camera that is in use now, to be remembered
 */
export function useDevices(
  kind: MediaDeviceKind,
  onChosen: (kind: DeviceKind, deviceId: string) => void,
): Devices {
  const room = useRoomContext();
  const { tell, close } = useNotices();
  const { lobby, controls } = useMessages();
  const devices = useDeviceList(kind);
  const activeDeviceId = useActiveDevice(room, kind);
  const own = ownKind[kind];
  const unnamed = own ? lobby.unnamed[own] : controls.speaker;

  // A browser without a device called "default" uses the first one.
  const inUse = devices.some(({ deviceId }) => deviceId === activeDeviceId)
    ? activeDeviceId
    : devices[0]?.deviceId;
  const list = devices
    .filter(({ deviceId }) => deviceId !== '')
    .map(({ deviceId, label }, index) => ({
      deviceId,
      name: label || `${unnamed} ${index + 1}`,
      isInUse: deviceId === inUse,
    }));

  async function choose(device: ListedDevice): Promise<void> {
    if (device.isInUse) return;
    const about = `switch ${kind}`;
    const kept = list.find(({ isInUse }) => isInUse)?.name ?? controls.systemDefault;
    close(about);
    switch (await switchDevice(room, kind, device.deviceId)) {
      case 'switched':
        if (own) onChosen(own, device.deviceId);
        return;
      case 'kept':
        return tell({ about, say: (messages) => messages.controls.notSwitched(device.name, kept) });
      case 'lost':
        tell({ about, say: (messages) => messages.controls.nothingKept(device.name) });
        // Its last picture would stand still for the others.
        if (own === 'camera') await room.localParticipant.setCameraEnabled(false);
        if (own === 'microphone') await room.localParticipant.setMicrophoneEnabled(false);
    }
  }

  return { list, choose };
}
