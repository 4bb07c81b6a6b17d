import { loudness } from './loudness.ts';

/**
 * Interval between measurements. Short enough for a meter to look alive. With an update at every frame, rendering kept
 * a cheap phone so busy that a click on Join was delayed.
 */
const everyMs = 66;

/**
 * Calls `onLoudness` with the loudness of `track` fifteen times a second.
 *
 * Browsers may not start an audio context before the guest has touched the page (Safari and Chromium make an exception
 * while the microphone is open). Then the context starts at the first touch.
 *
 * @returns stops measuring; the track goes on
 */
export function watchLoudness(track: MediaStreamTrack, onLoudness: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLoudness(loudness(samples));
  }, everyMs);

  const stop = new AbortController();
  const resume = () => void context.resume();
  for (const touch of ['pointerdown', 'keydown']) {
    document.addEventListener(touch, resume, { signal: stop.signal });
  }
  return () => {
    clearInterval(timer);
    stop.abort();
    void context.close();
  };
}
