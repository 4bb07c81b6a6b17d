/** Below this a microphone in a quiet room only hears itself; above the other a voice is close to too loud. */
const quietDb = -60;
const loudDb = -12;

/**
 * How loud it is, from 0 to 1, as ears tell it: in equal steps of decibels.
 *
 * @param samples of sound, each between -1 and 1
 */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return 0;
  const db = 10 * Math.log10(sum / samples.length);
  return Math.min(1, Math.max(0, (db - quietDb) / (loudDb - quietDb)));
}
