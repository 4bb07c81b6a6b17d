import { Track } from 'livekit-client';
import { useState, useSyncExternalStore } from 'react';
import { arrivalOf, subscribeArrivals } from '../call/coming.ts';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { deviceFailure } from '../media/own/openTracks.ts';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsOwnOn } from '../room/useOwn.ts';

const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera };

/** Whether the others get one's microphone or camera, or will in a moment, and `toggle`, which does nothing while it is `isPending`. */
interface CallDevice {
  isOn: boolean;
  isPending: boolean;
  toggle: () => void;
}

/** @param onSet what the guest has set, to be remembered */
export function useCallDevice(kind: DeviceKind, onSet: (isOn: boolean) => void): CallDevice {
  const { tell, close } = useNotices();
  const room = useRoomContext();
  const { localParticipant } = room;
  const [isPending, setPending] = useState(false);
  const arrival = useSyncExternalStore(subscribeArrivals, () => arrivalOf(room, kind));
  const isThere = useIsOwnOn(sources[kind]);
  const isOn = isThere || arrival !== undefined;

  async function set(): Promise<void> {
    setPending(true);
    try {
      // What is not there yet can not be turned off.
      await arrival;
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
