/** A problem that the microphone's level shows: the guest talks while muted, or the microphone gives no sound. */
export type MicrophoneRemark = 'talking_while_muted' | 'no_sound';

interface Heard {
  /** The loudest sample since the last call, from 0 to 1. */
  peak: number;
  isMuted: boolean;
  atMs: number;
}

/** A peak from which sound counts as a voice: above the noise of a room, and below a voice at arm's length. */
const voicePeak = 0.06;
/** Duration from which sound counts as a voice. Noises like a keystroke are shorter. */
const voiceMs = 400;
/**
 * Longest time that one measurement stands for. In a hidden tab timers run only once a second, and one loud moment does
 * not mean a loud second.
 */
const longestStepMs = 200;
/** Longest pause after which a voice counts as going on. */
const pauseMs = 800;
/**
 * A peak below which a microphone counts as giving no sound. A working one gives more even in a quiet room. One that is
 * muted by a switch on the device gives zeros.
 */
const deadPeak = 0.00005;
const deadMs = 10_000;

/**
 * Recognises a voice while the microphone is muted, and an unmuted microphone that gives no sound. Each is reported
 * once, until the guest mutes or unmutes the microphone, or the microphone gives sound again.
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
