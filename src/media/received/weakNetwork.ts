import type { VideoStep } from './receivedVideo.ts';

interface Measured {
  /**
   * The SFU's judgement of the guest's connection. `unknown` (for example without signalling) leaves the received
   * videos as they are, and the time for which the quality has to stay the same begins anew.
   */
  quality: 'good' | 'bad' | 'unknown';
  atMs: number;
}

/**
 * How long a connection must be bad before video is reduced by another step. The SFU judges every few seconds, so this
 * is more than one bad judgement, and long enough to see that the previous step was not enough.
 */
const badMs = 8000;
/**
 * How long a connection must be good before video is restored by one step. Longer than `badMs`, so that videos do not
 * come and go.
 */
const goodMs = 15_000;
/** Longest wait before video is restored by one step. The wait doubles each time video was restored too early. */
const longestGoodMs = 240_000;
/** If a connection becomes bad within this time after a step was restored, the step was restored too early. */
const tooEarlyMs = 30_000;

/**
 * Makes a function that decides how far received video is reduced. It has to be called about once a second.
 *
 * @param least the smallest reduction: 1 if the browser's data saver is on
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
