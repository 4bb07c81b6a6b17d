import { TrackEvent, type LocalAudioTrack } from 'livekit-client';

const everyMs = 100;

/**
 * Measures the level of the microphone, also while it is muted. It uses a clone of the track, because a muted track is silent. The audio does not leave
 * the page.
 *
 * @param onPeak called every 100 ms with the loudest sample, from 0 to 1
 * @returns stops listening
 */
export function listenToMicrophone(track: LocalAudioTrack, onPeak: (peak: number) => void): () => void {
  // Nothing is played, so latency does not matter, and larger buffers take less CPU time.
  const context = new AudioContext({ latencyHint: 'playback' });
  const analyser = context.createAnalyser();
  // About 85 ms of audio.
  analyser.fftSize = 4096;
  const samples = new Float32Array(analyser.fftSize);
  let copy: MediaStreamTrack | undefined;
  let source: MediaStreamAudioSourceNode | undefined;

  function close(): void {
    source?.disconnect();
    copy?.stop();
  }

  /** Called again for every new device. */
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
    // A suspended context gives silence, which says nothing about the microphone.
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

/** Only every fourth sample is read, which is enough for the peak of a voice. */
const step = 4;

/** The loop by index and in steps takes a tenth of the time of a for-of loop over all samples. It runs ten times a second. */
function loudest(samples: Float32Array): number {
  let peak = 0;
  for (let at = 0; at < samples.length; at += step) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
  return peak;
}
