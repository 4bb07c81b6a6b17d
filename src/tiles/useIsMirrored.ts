import type { Track } from 'livekit-client';
import { useCallback, useSyncExternalStore } from 'react';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { followCamera, isOwnFace } from '../media/own/cameraSide.ts';

/**
 * Whether to mirror the video of this track. The value changes when the camera is flipped, or when the guest changes
 * the setting.
 */
export function useIsMirrored(track: Track | undefined): boolean {
  const subscribe = useCallback((onChange: () => void) => followCamera(track, onChange), [track]);
  const isFace = useSyncExternalStore(subscribe, () => isOwnFace(track));
  const isWanted = useFollowed(useMeeting().selfMirror);
  return isFace && isWanted;
}
