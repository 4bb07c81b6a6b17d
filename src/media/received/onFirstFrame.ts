/**
 * Calls `run` once, when the first frame of the video is on screen.
 *
 * @returns cancels it
 */
export function onFirstFrame(video: HTMLVideoElement, run: () => void): () => void {
  // requestVideoFrameCallback exists since Firefox 132 and Safari 15.4. At `loadeddata` the frame is decoded, and on screen with the next paint.
  if (!Reflect.has(video, 'requestVideoFrameCallback')) {
    video.addEventListener('loadeddata', run, { once: true });
    return () => video.removeEventListener('loadeddata', run);
  }
  const handle = video.requestVideoFrameCallback(run);
  return () => video.cancelVideoFrameCallback(handle);
}
