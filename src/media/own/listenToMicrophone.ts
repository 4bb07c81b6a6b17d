import { TrackEvent, type LocalAudioTrack } from 'livekit-client';

const everyMs = 100;

/**
 * Measures the level of the guest's microphone, also while it is muted. It reads a clone of the track, because a muted
 * track is silent. The audio does not leave the page.
 *
 * @param onPeak called every 100 ms with the loudest sample, from 0 to 1
 * @returns stops measuring
 */
export function listenToMicrophone(track: LocalAudioTrack, onPeak: (peak: number) => void): () => void {
  // The context plays nothing, so latency does not matter, and the larger buffers of `playback` take less CPU time.
  const context = new AudioContext({ latencyHint: 'playback' });
  const analyser = context.createAnalyser();
  // 4096 samples are about 85 ms of audio, so that a measurement every 100 ms misses little of the sound.
  analyser.fftSize = 4096;
  const samples = new Float32Array(analyser.fftSize);
  let copy: MediaStreamTrack | undefined;
  let source: MediaStreamAudioSourceNode | undefined;

  function close(): void {
    source?.disconnect();
    copy?.stop();
  }

  /** Clones the microphone track. Called again whenever the track gets another device. */
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
    // A suspended audio context reads silence, which tells nothing about the microphone.
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

/** Only every fourth sample is read. That is enough to find the peak of a voice. */
const step = 4;

/**
 * Returns the loudest sample. Runs ten times a second, so it is a loop by index and in steps, which takes a tenth of
 * the time of a for-of loop over all samples.
 */
function loudest(samples: Float32Array): number {
  let peak = 0;
  for (let at = 0; at < samples.length; at += step) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
  return peak;
}
