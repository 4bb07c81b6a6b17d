import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useActiveDevice, useDeviceList } from '../room/useDeviceList.ts';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { deviceInUse, switchDevice } from '../media/own/switchDevice.ts';

interface ListedDevice {
  deviceId: string;
  name: string;
  isInUse: boolean;
}

interface Devices {
  list: readonly ListedDevice[];
  /** Switches to this device. Does nothing while the guest is cut off. */
  choose: (device: ListedDevice) => Promise<void>;
}

export const chosenKinds = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
} as const;

/** The devices of a kind with names that the guest can read, and a function that switches to one of them. */
export function useDevices(kind: MediaDeviceKind): Devices {
  const room = useRoomContext();
  const { devices: choices } = useMeeting();
  const { tell, close } = useNotices();
  const { lobby, controls } = useRoomMessages();
  const devices = useDeviceList(kind);
  const isCutOff = useIsCutOff();
  const activeDeviceId = useActiveDevice(room, kind);
  const chosen = chosenKinds[kind];
  const unnamed = chosen === 'speaker' ? controls.speaker : lobby.unnamed[chosen];

  // If the browser lists no device with the id "default", the default device is the first one.
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
    if (device.isInUse || isCutOff) return;
    const about = `switch ${kind}`;
    close(about);
    switch (await switchDevice(room, kind, device.deviceId)) {
      case 'switched':
        return choices.choose(chosen, device.deviceId);
      case 'kept': {
        const used = deviceInUse(room, kind);
        const kept = list.find(({ deviceId }) => deviceId === used)?.name ?? controls.systemDefault;
        return tell({ about, say: (messages) => messages.controls.notSwitched(device.name, kept) });
      }
      case 'lost':
        tell({ about, say: (messages) => messages.controls.nothingKept(device.name) });
        // No device of this kind could be opened, so it is turned off. Otherwise the others would see the last frame of
        // the dead camera.
        if (chosen === 'camera') await room.localParticipant.setCameraEnabled(false);
        if (chosen === 'microphone') await room.localParticipant.setMicrophoneEnabled(false);
    }
  }

  return { list, choose };
}
