import { useLayoutEffect, type RefObject } from 'react';
import { markOnce } from '../call/marks.ts';

/** Sets `room:first-remote-frame` when the video element has put its first frame on screen. */
export function useFirstFrameMark(ref: RefObject<HTMLVideoElement | null>, isRemote: boolean): void {
  useLayoutEffect(() => {
    const video = ref.current;
    if (!video || !isRemote) return undefined;
    // Firefox has requestVideoFrameCallback since 132, Safari since 15.4.
    if (!('requestVideoFrameCallback' in video)) return undefined;
    const handle = video.requestVideoFrameCallback(() => markOnce('room:first-remote-frame'));
    return () => video.cancelVideoFrameCallback(handle);
  }, [ref, isRemote]);
}
