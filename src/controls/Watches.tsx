import { useRoomContext } from '../room/RoomContext.tsx';
import { useAskBeforeLeaving } from './useAskBeforeLeaving.ts';
import { useDeviceChanges } from './useDeviceChanges.ts';
import { useMicrophoneWatch } from './useMicrophoneWatch.ts';
import { usePushToTalk } from './usePushToTalk.ts';
import { useVanishedDevices } from './useVanishedDevices.ts';

/**
 * Runs hooks without output of their own. It is a separate component, so that their changes do not render the controls again.
 *
 * @param onLevel receives the loudness of the guest's microphone, from 0 to 1
 */
export function Watches({ onLevel }: { onLevel: (level: number) => void }) {
  usePushToTalk(useRoomContext());
  useAskBeforeLeaving();
  useDeviceChanges();
  useVanishedDevices();
  useMicrophoneWatch(onLevel);
  return null;
}
