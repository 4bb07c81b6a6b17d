import { Track } from 'livekit-client';
import { useState } from 'react';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { deviceFailure } from '../devices/openTracks.ts';
import { useNotices } from '../notices/NoticesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsOwnOn } from '../room/useOwn.ts';

const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera };

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
  const [isPending, setPending] = useState(false);
  const isOn = useIsOwnOn(sources[kind]);

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
