import type { Page } from 'playwright';
import type { Probe } from './probe.ts';

/** Waits until the probe (probe.ts, the benchmark's script in the page) has recorded this time, and returns it. */
export async function noted(
  page: Page,
  name: 'clickedAtMs' | 'devicesAskedAtMs' | 'joinEnabledAtMs',
): Promise<number> {
  const handle = await page.waitForFunction((key: keyof Probe) => window.bench[key], name, {
    timeout: 90_000,
  });
  return Number(await handle.jsonValue());
}

export async function firstRemoteFrame(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => window.bench.firstFramesAtMs[0], undefined, {
    timeout: 90_000,
  });
  return Number(await handle.jsonValue());
}

/**
 * Waits until the controls in the room (not in the lobby) are usable. The floor, one of the rivals, has none.
 *
 * @returns the time in ms since the epoch; the present time if they were usable already
 */
export async function controlsAtMs(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => {
    const room = document.querySelector('main[data-connection], .lk-control-bar');
    const isCovered =
      document.querySelector(':is([data-early-video], [data-first-sight])[data-state=seen]') !== null;
    const isThere = room?.checkVisibility({ visibilityProperty: true }) && !isCovered;
    return isThere ? performance.timeOrigin + performance.now() : undefined;
  });
  return Number(await handle.jsonValue());
}

/** Returns the time at which navigation to the page began, in ms since the epoch. */
export async function openedAtMs(page: Page): Promise<number> {
  return await page.evaluate(() => performance.timeOrigin);
}
