import { useLayoutEffect, type RefObject } from 'react';
import { markOnce } from '../call/marks.ts';
import { onFirstFrame } from '../media/received/onFirstFrame.ts';

/**
 * Sets the User Timing mark `room:first-remote-frame` when the first frame of another participant's video is on screen.
 */
export function useFirstFrameMark(ref: RefObject<HTMLVideoElement | null>, isRemote: boolean): void {
  useLayoutEffect(() => {
    const video = ref.current;
    return video && isRemote ? onFirstFrame(video, () => markOnce('room:first-remote-frame')) : undefined;
  }, [ref, isRemote]);
}
