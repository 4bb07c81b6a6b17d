import { Track } from 'livekit-client';
import { useState, useSyncExternalStore } from 'react';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { deviceFailure } from '../media/own/openTracks.ts';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsOwnOn } from '../room/useOwn.ts';

const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera };

/** `isOn`: whether the device is published or about to be. `toggle` does nothing while `isPending`. */
interface CallDevice {
  isOn: boolean;
  isPending: boolean;
  toggle: () => void;
}

export function useCallDevice(kind: DeviceKind): CallDevice {
  const { tell, close } = useNotices();
  const { devices } = useMeeting();
  const room = useRoomContext();
  const { localParticipant } = room;
  const [isPending, setPending] = useState(false);
  const { pendingPublications } = useMeeting();
  const publication = useSyncExternalStore(pendingPublications.subscribe, () =>
    pendingPublications.of(room, kind),
  );
  const isThere = useIsOwnOn(sources[kind]);
  const isOn = isThere || publication !== undefined;

  async function set(): Promise<void> {
    setPending(true);
    try {
      // A pending publication cannot be muted.
      await publication;
      if (kind === 'microphone') await localParticipant.setMicrophoneEnabled(!isOn);
      else await localParticipant.setCameraEnabled(!isOn);
      devices.setOn(kind, !isOn);
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
