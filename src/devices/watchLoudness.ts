import { loudness } from './loudness.ts';

/**
 * Tells how loud `track` is, once a frame.
 *
 * An audio context may not start before the guest has touched the page (Safari and Chromium make an exception
 * while the microphone is open): then it starts with the first touch.
 *
 * @returns stops watching; the track itself is left alone
 */
export function watchLoudness(track: MediaStreamTrack, onLoudness: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;

  function measure(): void {
    analyser.getFloatTimeDomainData(samples);
    onLoudness(loudness(samples));
    frame = requestAnimationFrame(measure);
  }
  frame = requestAnimationFrame(measure);

  const stop = new AbortController();
  const resume = () => void context.resume();
  for (const touch of ['pointerdown', 'keydown']) {
    document.addEventListener(touch, resume, { signal: stop.signal });
  }
  return () => {
    cancelAnimationFrame(frame);
    stop.abort();
    void context.close();
  };
}
