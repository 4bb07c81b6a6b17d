import type { Page } from 'playwright';
import type { Probe } from './probe.ts';

/** A time that the probe has noted, once it has. */
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

/** When the room's own controls can be used: from now on, if they could before. Since the epoch, in ms; the floor has none. */
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

/** Since the page was asked for. */
export async function openedAtMs(page: Page): Promise<number> {
  return await page.evaluate(() => performance.timeOrigin);
}
