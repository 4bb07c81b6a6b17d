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

/** Since the page was asked for. */
export async function openedAtMs(page: Page): Promise<number> {
  return await page.evaluate(() => performance.timeOrigin);
}
