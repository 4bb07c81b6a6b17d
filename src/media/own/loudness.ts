/** Below `quietDb` is the noise of a microphone in a quiet room. Above `loudDb` a voice is almost too loud. */
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
  return loudnessOfPeak(Math.sqrt(sum / samples.length));
}

/** Loudness from 0 to 1 of a sound with this peak, from 0 to 1. */
export function loudnessOfPeak(peak: number): number {
  const db = 20 * Math.log10(peak);
  return Math.min(1, Math.max(0, (db - quietDb) / (loudDb - quietDb)));
}
