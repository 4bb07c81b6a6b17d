import { useLocalParticipant, useRoomContext } from '@livekit/components-react';
import { useState } from 'react';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { deviceFailure } from '../devices/openTracks.ts';
import { useNotices } from '../notices/NoticesContext.tsx';

/** Whether the others get one's microphone or camera, and `toggle`, which does nothing while it is `isPending`. */
interface CallDevice {
  isOn: boolean;
  isPending: boolean;
  toggle: () => void;
}

/** @param onSet what the guest has set, to be remembered */
export function useCallDevice(kind: DeviceKind, onSet: (isOn: boolean) => void): CallDevice {
  const { tell, close } = useNotices();
  const { localParticipant } = useRoomContext();
  const { isMicrophoneEnabled, isCameraEnabled } = useLocalParticipant();
  const [isPending, setPending] = useState(false);
  const isOn = kind === 'microphone' ? isMicrophoneEnabled : isCameraEnabled;

  async function set(): Promise<void> {
    setPending(true);
    try {
      if (kind === 'microphone') await localParticipant.setMicrophoneEnabled(!isOn);
      else await localParticipant.setCameraEnabled(!isOn);
      onSet(!isOn);
      close(kind);
    } catch (error) {
      tell({ device: kind, problem: deviceFailure(error).kind });
    } finally {
      setPending(false);
    }
  }

  return {
    isOn,
    isPending,
    toggle() {
      if (!isPending) void set();
    },
  };
}
