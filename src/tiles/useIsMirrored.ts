import type { Track } from 'livekit-client';
import { useCallback, useSyncExternalStore } from 'react';
import { followCamera, isMirrored } from './cameraSide.ts';

/** Whether this picture is shown as in a mirror; changes when the camera is flipped. */
export function useIsMirrored(track: Track | undefined): boolean {
  const subscribe = useCallback((onChange: () => void) => followCamera(track, onChange), [track]);
  return useSyncExternalStore(subscribe, () => isMirrored(track));
}
