/**
 * Calls `run` once, when the first frame of the video is on screen.
 *
 * @returns cancels the call of `run`
 */
export function onFirstFrame(video: HTMLVideoElement, run: () => void): () => void {
  // Older browsers lack requestVideoFrameCallback (Firefox before 132, Safari before 15.4). At `loadeddata` the frame
  // is decoded, and it is on screen with the next paint.
  if (!Reflect.has(video, 'requestVideoFrameCallback')) {
    video.addEventListener('loadeddata', run, { once: true });
    return () => video.removeEventListener('loadeddata', run);
  }
  const handle = video.requestVideoFrameCallback(run);
  return () => video.cancelVideoFrameCallback(handle);
}
