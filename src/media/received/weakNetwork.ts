import type { VideoStep } from './receivedVideo.ts';

interface Measured {
  /** What the SFU says of one's own connection; `unknown`, as while it can't be heard, changes nothing and begins the wait anew. */
  quality: 'good' | 'bad' | 'unknown';
  atMs: number;
}

/**
 * A hiccup passes by itself; the SFU judges every few seconds, so this is more than one bad judgement, and
 * long enough to know that the step before did not suffice.
 */
const badMs = 8000;
/** Back up more slowly than down, so that pictures do not come and go. */
const goodMs = 15_000;
/** A step back that was too early makes the next one wait twice as long, up to this. */
const longestGoodMs = 240_000;
/** So soon after a step back, a bad connection is that step's doing. */
const tooEarlyMs = 30_000;

/**
 * Decides how far incoming pictures are narrowed. Called every second or so.
 *
 * @param least where the steps begin: 1 when the guest saves data
 */
export function createWeakNetwork(least: VideoStep): (measured: Measured) => VideoStep {
  let step = least;
  let isBad = false;
  let sinceMs: number | undefined;
  let waitMs = goodMs;
  let lastUpMs = -Infinity;

  return ({ quality, atMs }) => {
    if (quality === 'unknown') {
      sinceMs = undefined;
      return step;
    }
    if (sinceMs === undefined || (quality === 'bad') !== isBad) {
      isBad = quality === 'bad';
      sinceMs = atMs;
    }
    const passedMs = atMs - sinceMs;
    if (isBad && passedMs >= badMs && step < 3) {
      if (atMs - lastUpMs < tooEarlyMs) waitMs = Math.min(waitMs * 2, longestGoodMs);
      lastUpMs = -Infinity;
      step = next(step, 1);
      sinceMs = atMs;
    } else if (!isBad && passedMs >= waitMs && step > least) {
      step = next(step, -1);
      sinceMs = atMs;
      lastUpMs = atMs;
    }
    return step;
  };
}

function next(step: VideoStep, by: 1 | -1): VideoStep {
  const steps: readonly VideoStep[] = [0, 1, 2, 3];
  return steps[step + by] ?? step;
}
