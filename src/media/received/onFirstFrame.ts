/**
 * Runs once, when the element has put the first frame of its picture on screen.
 *
 * @returns ends the wait for it
 */
export function onFirstFrame(video: HTMLVideoElement, run: () => void): () => void {
  // Firefox has requestVideoFrameCallback since 132, Safari since 15.4. Before, the frame is decoded, and on screen with the next paint.
  if (!Reflect.has(video, 'requestVideoFrameCallback')) {
    video.addEventListener('loadeddata', run, { once: true });
    return () => video.removeEventListener('loadeddata', run);
  }
  const handle = video.requestVideoFrameCallback(run);
  return () => video.cancelVideoFrameCallback(handle);
}
