/** What the microphone's sound tells about the guest. */
export type MicrophoneRemark = 'talking_while_muted' | 'no_sound';

interface Heard {
  /** The loudest sample of the last moment, 0 to 1. */
  peak: number;
  isMuted: boolean;
  atMs: number;
}

/** Above a room's noise, below a voice at arm's length. */
const voicePeak = 0.06;
/** A voice goes on; a key or a cup does not. */
const voiceMs = 400;
/** In a hidden tab timers run once a second: one loud moment is no loud second. */
const longestStepMs = 200;
/** Pauses within a voice. */
const pauseMs = 800;
/** A working microphone in a quiet room gives more than this; one that is muted on the device gives zeros. */
const deadPeak = 0.00005;
const deadMs = 10_000;

/**
 * Listens for a voice while the microphone is muted, and for a microphone that is on and gives nothing.
 * Each is told once until the microphone is turned on or off, or gives sound again.
 */
export function createMicrophoneWatch(): (heard: Heard) => MicrophoneRemark | undefined {
  let wasMuted: boolean | undefined;
  let isTold = false;
  let lastMs = 0;
  let heardVoiceMs = 0;
  let lastVoiceMs = -Infinity;
  let silentSinceMs: number | undefined;

  return ({ peak, isMuted, atMs }) => {
    if (isMuted !== wasMuted) {
      wasMuted = isMuted;
      isTold = false;
      heardVoiceMs = 0;
      silentSinceMs = undefined;
      lastMs = atMs;
    }
    const passedMs = Math.min(atMs - lastMs, longestStepMs);
    lastMs = atMs;

    if (isMuted) {
      if (peak >= voicePeak) {
        heardVoiceMs += passedMs;
        lastVoiceMs = atMs;
      } else if (atMs - lastVoiceMs > pauseMs) heardVoiceMs = 0;
      if (isTold || heardVoiceMs < voiceMs) return undefined;
      isTold = true;
      return 'talking_while_muted';
    }

    if (peak > deadPeak) {
      silentSinceMs = undefined;
      isTold = false;
      return undefined;
    }
    silentSinceMs ??= atMs;
    if (isTold || atMs - silentSinceMs < deadMs) return undefined;
    isTold = true;
    return 'no_sound';
  };
}
