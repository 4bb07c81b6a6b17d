import type { Scenario } from '../scenario.ts';
import { firstRemoteFrame, openedAtMs } from '../waitFor.ts';

const slow = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};

/** Measures a join over a mobile network: 1.6 Mbit/s down, 150 ms latency. Join is clicked as soon as it is enabled. */
export const network: Scenario<'paint' | 'frame'> = {
  rows: {
    paint: { what: '1.6 Mbit/s, 150 ms: first contentful paint', unit: 'ms', goals: { usual: 0.2 } },
    frame: { what: '1.6 Mbit/s, 150 ms: cold → first remote frame', unit: 'ms', goals: { usual: 0.8 } },
  },
  measure: async (stage, variant) => {
    const { page, close } = await stage.open(variant, {
      clicks: true,
      prepare: async (devTools) => {
        await devTools.send('Network.enable');
        await devTools.send('Network.emulateNetworkConditions', slow);
      },
    });
    try {
      const frame = (await firstRemoteFrame(page)) - (await openedAtMs(page));
      const paint = await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      );
      return { paint, frame };
    } finally {
      await close();
    }
  },
};
