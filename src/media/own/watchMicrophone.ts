import type { LocalAudioTrack } from 'livekit-client';
import { loudnessOfAmplitude } from './loudness.ts';
import { createMicrophoneWatch, type MicrophoneRemark } from './microphoneWatch.ts';

/** Delay before the microphone is measured, because at the start of a call the CPU is needed for other work. */
const startMs = 2000;

/** A peak that proves that the microphone works. */
const someSound = 0.01;

interface MicrophoneListener {
  /**
   * Called at each measurement with the loudness from 0 to 1. The loudness counts as 0 while the microphone is muted.
   */
  onLevel: (level: number) => void;
  onRemark: (remark: MicrophoneRemark) => void;
  /**
   * Called when an unmuted microphone gives sound, so that the notice about a problem with the microphone is out of
   * date.
   */
  onSound: () => void;
}

/**
 * Measures the guest's microphone during the call.
 *
 * @param listen starts measuring (listenToMicrophone.ts); passed in, so that tests need no browser
 * @returns stops measuring
 */
export function watchMicrophone<Microphone extends Pick<LocalAudioTrack, 'isMuted'>>(
  track: Microphone,
  listen: (track: Microphone, onPeak: (peak: number) => void) => () => void,
  { onLevel, onRemark, onSound }: MicrophoneListener,
): () => void {
  const watch = createMicrophoneWatch();
  let stop = (): void => {};
  const timer = setTimeout(() => {
    stop = listen(track, (peak) => {
      onLevel(track.isMuted ? 0 : loudnessOfAmplitude(peak));
      const remark = watch({ peak, isMuted: track.isMuted, atMs: performance.now() });
      if (remark) onRemark(remark);
      else if (!track.isMuted && peak > someSound) onSound();
    });
  }, startMs);
  return () => {
    clearTimeout(timer);
    stop();
  };
}
