import { TrackEvent, type LocalAudioTrack } from 'livekit-client';

const everyMs = 100;

/**
 * Listens to what the microphone hears, muted or not: to a copy of its track, since muting makes the
 * track itself silent. Nothing of it leaves the page.
 *
 * @param onPeak is told the loudest sample (0 to 1) of each moment
 * @returns stops listening
 */
export function listenToMicrophone(track: LocalAudioTrack, onPeak: (peak: number) => void): () => void {
  // Nothing is played: in longer pieces it takes less of the processor.
  const context = new AudioContext({ latencyHint: 'playback' });
  const analyser = context.createAnalyser();
  // About 85 ms of sound.
  analyser.fftSize = 4096;
  const samples = new Float32Array(analyser.fftSize);
  let copy: MediaStreamTrack | undefined;
  let source: MediaStreamAudioSourceNode | undefined;

  function close(): void {
    source?.disconnect();
    copy?.stop();
  }

  /** Again with every new device. */
  function open(): void {
    close();
    copy = track.mediaStreamTrack.clone();
    copy.enabled = true;
    source = context.createMediaStreamSource(new MediaStream([copy]));
    source.connect(analyser);
  }

  open();
  track.on(TrackEvent.Restarted, open);
  const timer = setInterval(() => {
    // A context that the browser holds back hears nothing, which is not the microphone's fault.
    if (context.state !== 'running' || copy?.readyState !== 'live') return;
    analyser.getFloatTimeDomainData(samples);
    onPeak(loudest(samples));
  }, everyMs);

  return () => {
    clearInterval(timer);
    track.off(TrackEvent.Restarted, open);
    close();
    void context.close();
  };
}

/** Of a voice every fourth sample is as loud. */
const step = 4;

/** By index and in steps, a tenth of the time that each sample takes in a for-of: this is done ten times a second. */
function loudest(samples: Float32Array): number {
  let peak = 0;
  for (let at = 0; at < samples.length; at += step) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
  return peak;
}
