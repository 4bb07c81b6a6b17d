import { expect, type Locator, type Page } from 'playwright/test';

/**
 * Finds a participant's tile by the name on it. A shared screen is another tile, which may be there at the same time:
 * `Aiko’s screen` finds that one, `Aiko` never does.
 */
export function tile(page: Page, name: string): Locator {
  return page.getByRole('listitem', { name: new RegExp(`^${name}(?!’s screen)`) });
}

/**
 * Finds a sentence that the app announces to screen readers about what others have done. Guests see another text, a
 * toast, a second or more earlier.
 */
export function announcement(page: Page, sentence: string): Locator {
  return page.locator('[aria-live=polite]').getByText(sentence);
}

/**
 * Returns an element's box in the window, once the element has stopped moving. Tiles take 200 ms to move to their
 * places (src/stage/moveTile.ts).
 */
export async function restingBox(element: Locator): ReturnType<Locator['boundingBox']> {
  await element.evaluate((one) => {
    const ending = one
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
  return element.boundingBox();
}

/**
 * Waits until the video in a tile changes, by comparing frames that are drawn into a small canvas. Frozen or black
 * video never passes.
 */
export async function expectMovingVideo(page: Page, name: string): Promise<void> {
  const video = tile(page, name).locator('video');
  await expect
    .poll(() => video.evaluate(changedPixels), { message: `${name}'s video moves` })
    .toBeGreaterThan(20);
}

/**
 * Counts how many of a video's pixels, scaled to 64×36, have changed since the call. Returns as soon as more than 20
 * have, or after 4 s. Chromium's test video moves. Firefox's is one colour that changes by one step a frame, sometimes
 * by less than one visible level: at the 5 frames a second of a busy CPU 0.7 s are not enough to see the change. A
 * frozen frame is the same in every pixel. Runs in the page.
 */
export async function changedPixels(element: Element): Promise<number> {
  if (!(element instanceof HTMLVideoElement) || element.videoWidth === 0) return 0;
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 36;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return 0;
  const sample = () => {
    context.drawImage(element, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const before = sample();
  const end = performance.now() + 4000;
  let changed = 0;
  while (changed <= 20 && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 350));
    const after = sample();
    changed = 0;
    for (let index = 0; index < before.length; index += 4) {
      const differs = [0, 1, 2].some(
        (channel) => Math.abs((before[index + channel] ?? 0) - (after[index + channel] ?? 0)) > 5,
      );
      if (differs) changed += 1;
    }
  }
  return changed;
}

/**
 * Measures the peak amplitude (0 to 1) of the sound in the page's audio elements within two seconds, or until the peak
 * exceeds `enough`. Test microphones beep once a second. Runs in the page.
 */
async function loudestSound(enough: number): Promise<number> {
  const context = new AudioContext();
  await context.resume();
  const analysers = [...document.querySelectorAll('audio')]
    .filter((audio) => !audio.paused && !audio.muted && audio.srcObject instanceof MediaStream)
    .map((audio) => {
      const analyser = context.createAnalyser();
      analyser.fftSize = 2048;
      if (audio.srcObject instanceof MediaStream) {
        context.createMediaStreamSource(audio.srcObject).connect(analyser);
      }
      return analyser;
    });
  const samples = new Float32Array(2048);
  let loudest = 0;
  const end = performance.now() + 2000;
  while (performance.now() < end && loudest <= enough) {
    for (const analyser of analysers) {
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await context.close();
  return loudest;
}

/** Peak amplitudes, from 0 to 1, above which sound counts as heard, and below which it counts as silent. */
const audible = 0.05;
const silent = 0.01;

export async function expectSound(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(loudestSound, audible), { message: 'sound arrives' })
    .toBeGreaterThan(audible);
}

/**
 * Waits until the page plays no sound for two seconds, which may take a moment: just after a mute the last beep may
 * still arrive.
 */
export async function expectSilence(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(loudestSound, silent), { message: 'silence' }).toBeLessThan(silent);
}
