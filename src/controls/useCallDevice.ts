import { Track } from 'livekit-client';
import { useSyncExternalStore } from 'react';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { turnDevice } from '../media/own/turnDevice.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsOwnOn } from '../room/useOwn.ts';
import { usePending } from '../room/usePending.ts';

const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera };

/** Props of the button that turns a device on and off. A click does nothing while the button is disabled. */
interface CallDevice {
  /**
   * Whether the device is published or will be. While the app tries to rejoin after a lost connection: whether the
   * device will be published once the guest is back in the room.
   */
  isOn: boolean;
  onClick: () => void;
  'aria-disabled': boolean;
  title?: string;
}

export function useCallDevice(kind: DeviceKind): CallDevice {
  const { tell, close } = useNotices();
  const { devices, pendingPublications } = useMeeting();
  const { returning } = useRoomMessages();
  const room = useRoomContext();
  const isCutOff = useIsCutOff();
  const { isPending, run } = usePending();
  const publication = useSyncExternalStore(pendingPublications.subscribe, () =>
    pendingPublications.of(room, kind),
  );
  const isThere = useIsOwnOn(sources[kind]);
  const isOn = isCutOff ? devices.isOn(kind) : isThere || publication !== undefined;

  async function set(): Promise<void> {
    const problem = await turnDevice(room, devices, { kind, on: !isOn, pending: publication });
    if (problem) tell({ device: kind, problem });
    else close(kind);
  }

  const isDisabled = isPending || isCutOff;
  return {
    isOn,
    'aria-disabled': isDisabled,
    onClick() {
      if (!isDisabled) void run(set);
    },
    ...(isCutOff && { title: returning.notNow }),
  };
}
