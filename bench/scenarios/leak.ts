import type { CDPSession, Page } from 'playwright';
import { collectGarbage, joinAndLeave } from '../../testing/joinAndLeave.ts';
import type { Scenario } from '../scenario.ts';
import { noted } from '../waitFor.ts';

/** Number of joins and leaves before the measurement: the first ones load and compile code that stays in memory. */
const warmUp = 5;
const calls = 50;

/**
 * Measures how much memory stays in use when a page repeatedly joins and leaves a room. The rivals have no way to join
 * again.
 */
export const leak: Scenario<'heap'> = {
  isMeasuredOnce: true,
  rows: {
    heap: { what: `heap that ${calls} joins and leaves leave behind`, unit: 'kB', goals: { atMost: 2000 } },
  },
  measure: async (stage, variant) => {
    if (variant !== 'app') return {};
    const guest = await stage.open(variant);
    try {
      await noted(guest.page, 'joinEnabledAtMs');
      for (let call = 0; call < warmUp; call += 1) await callOnce(guest.page);
      const before = await heapKilobytes(guest.devTools);
      for (let call = 0; call < calls; call += 1) await callOnce(guest.page);
      return { heap: (await heapKilobytes(guest.devTools)) - before };
    } finally {
      await guest.close();
    }
  },
};

async function callOnce(page: Page): Promise<void> {
  await joinAndLeave(page);
  // Empties the list of connections that the probe (the benchmark's script in the page) keeps: otherwise ended
  // connections would stay in memory.
  await page.evaluate(() => window.bench.connections.splice(0));
}

/**
 * Returns the size (kB) of the JavaScript heap, including the browser's objects behind it: elements, connections,
 * tracks.
 */
async function heapKilobytes(devTools: CDPSession): Promise<number> {
  await collectGarbage(devTools);
  const { usedSize, embedderHeapUsedSize } = await devTools.send('Runtime.getHeapUsage');
  return (usedSize + embedderHeapUsedSize) / 1000;
}
