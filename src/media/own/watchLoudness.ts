import { loudness } from './loudness.ts';

/**
 * A meter that moves this often looks alive. Once a frame it kept a cheap phone's page so busy with drawing that a click on
 * Join had to wait.
 */
const everyMs = 66;

/**
 * Tells how loud `track` is, fifteen times a second.
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
