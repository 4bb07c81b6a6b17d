import { useEffect } from 'react';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { followArrowKeys } from '../shortcuts/arrowKeys.ts';
import { useAskBeforeLeaving } from './useAskBeforeLeaving.ts';
import { useDeviceChanges } from './useDeviceChanges.ts';
import { useMicrophoneWatch } from './useMicrophoneWatch.ts';
import { usePushToTalk } from './usePushToTalk.ts';
import { useVanishedDevices } from './useVanishedDevices.ts';

interface WatchesProps {
  /** Called with the loudness of the guest's microphone, from 0 to 1. */
  onLevel: (level: number) => void;
}

/**
 * Runs hooks that show nothing themselves. They are in a component of their own, so that their changes do not render
 * the controls again.
 */
export function Watches({ onLevel }: WatchesProps) {
  useEffect(followArrowKeys, []);
  return !useIsCutOff() && <DeviceWatches onLevel={onLevel} />;
}

function DeviceWatches({ onLevel }: WatchesProps) {
  usePushToTalk(useRoomContext());
  useAskBeforeLeaving();
  useDeviceChanges();
  useVanishedDevices();
  useMicrophoneWatch(onLevel);
  return null;
}
