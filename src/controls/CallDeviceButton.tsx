import { useLocalParticipant, useRoomContext } from '@livekit/components-react';
import { useState } from 'react';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { deviceFailure } from '../devices/openTracks.ts';
import { useNotices } from '../notices/NoticesContext.tsx';
import { DeviceButton } from './DeviceButton.tsx';
import { useShortcut } from '../shortcuts/useShortcut.ts';

/**
 * Microphone or camera during the call.
 *
 * @param onSet what the guest has set, to be remembered
 */
export function CallDeviceButton({ kind, onSet }: { kind: DeviceKind; onSet: (isOn: boolean) => void }) {
  const { tell, close } = useNotices();
  const { localParticipant } = useRoomContext();
  const { isMicrophoneEnabled, isCameraEnabled } = useLocalParticipant();
  const [isPending, setPending] = useState(false);
  const isOn = kind === 'microphone' ? isMicrophoneEnabled : isCameraEnabled;

  async function toggle(): Promise<void> {
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

  const press = () => {
    if (!isPending) void toggle();
  };
  useShortcut(kind, press);

  return <DeviceButton kind={kind} isOn={isOn} aria-disabled={isPending} onClick={press} />;
}
