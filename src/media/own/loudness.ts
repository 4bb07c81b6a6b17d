/**
 * Limits of the loudness scale, in decibels. A microphone's noise in a quiet room is below `quietDb`; above `loudDb` a
 * voice is almost too loud.
 */
const quietDb = -60;
const loudDb = -12;

/**
 * Loudness from 0 to 1, linear in decibels as the ear perceives it.
 *
 * @param samples audio samples from -1 to 1
 */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return loudnessOfAmplitude(Math.sqrt(sum / samples.length));
}

/** Loudness from 0 to 1 for one amplitude from 0 to 1: the root mean square of the samples, or roughly their peak. */
export function loudnessOfAmplitude(amplitude: number): number {
  const db = 20 * Math.log10(amplitude);
  return Math.min(1, Math.max(0, (db - quietDb) / (loudDb - quietDb)));
}
