import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { longestWorkMs } from '../longestWork.ts';
import type { Probe } from '../probe.ts';
import { crowdRoom, type BenchStage, type Guest, type GuestOptions, type Variant } from '../stage.ts';
import type { Scenario } from '../scenario.ts';
import { firstRemoteFrame } from '../waitFor.ts';

/** Time in which the received videos reach their final size and the work of joining ends. */
const settleMs = 6000;
const measureMs = 10_000;

type Name = 'mainThread' | 'longest' | 'longestWork' | 'processor' | 'bytes' | 'pixels';

/** Measures a call with many others, who speak in turn for two seconds each. The guest's own camera is on. */
export function crowdScenario(people: number): Scenario<Name> {
  const at = `${people} others, 10 s`;
  return {
    rows: {
      mainThread: { what: `${at}: the page’s main thread`, unit: 'ms', goals: { usual: 0.7, floor: 1.5 } },
      longest: {
        what: `${at}: the longest task (0: none over 50 ms)`,
        unit: 'ms',
        goals: { atMost: 100 },
      },
      longestWork: { what: `${at}: the same in processor time`, unit: 'ms', goals: { atMost: 100 } },
      processor: { what: `${at}: the page’s process, all threads`, unit: 'ms', goals: { usual: 0.8 } },
      bytes: { what: `${at}: received`, unit: 'kB', goals: {} },
      pixels: { what: `${at}: pixels decoded`, unit: 'megapixels', goals: {} },
    },
    async measure(stage, variant) {
      let longestWork = Number.NaN;
      const [before, after] = await readInCrowd(stage, variant, {
        people,
        read,
        // `longestWork` is measured last, in ten seconds of its own after both readings: it needs Chromium's trace, and
        // tracing itself takes CPU time.
        async last({ devTools }) {
          longestWork = await longestWorkMs(devTools, measureMs);
        },
      });
      return {
        mainThread: after.mainThread - before.mainThread,
        longest: longestTask(after.longTasks, before.atMs),
        longestWork,
        processor: after.processor - before.processor,
        ...receivedSince(before.streams, after.streams),
      };
    },
  };
}

interface CrowdReading<Reading> {
  people: number;
  read: (guest: Guest) => Promise<Reading>;
  /** Runs after both readings, in the same call: for measurements that would disturb the readings. */
  last?: (guest: Guest) => Promise<void>;
  prepare?: GuestOptions['prepare'];
}

/**
 * Reads measured values twice in a call with simulated participants: first when joining has ended and the videos have
 * their final size, and again ten seconds later.
 */
export async function readInCrowd<Reading>(
  stage: BenchStage,
  variant: Variant,
  { people, read: readOnce, last, prepare }: CrowdReading<Reading>,
): Promise<[Reading, Reading]> {
  const room = crowdRoom(people);
  const crowd = await stage.enterCrowd(room, people);
  try {
    const guest = await stage.open(variant, { clicks: true, room, ...(prepare && { prepare }) });
    try {
      await firstRemoteFrame(guest.page);
      // Stops the probe, the benchmark's script in the page. It looks at every frame of every video, which would be
      // most of the page's work.
      await guest.page.evaluate(() => window.bench.stop());
      await wait(settleMs);
      const before = await readOnce(guest);
      await wait(measureMs);
      const after = await readOnce(guest);
      await last?.(guest);
      return [before, after];
    } finally {
      await guest.close();
    }
  } finally {
    await crowd.leave();
  }
}

/** Totals of one received media stream since it began. */
interface Stream {
  kilobytes: number;
  frames: number;
  megapixelsEach: number;
}

/** Reads what a guest's page has done and received since it was opened. */
export async function read({ page, devTools }: Guest) {
  // Reads the list of long tasks before the statistics, so that the page's work for the statistics is not in the list.
  const longTasks = await page.evaluate(() => window.bench.longTasks);
  const streams = new Map(await readStreams(page));
  const { metrics } = await devTools.send('Performance.getMetrics');
  // Reads CPU times rather than durations, so that waiting for other programs does not count.
  const ms = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1000;
  const atMs = await page.evaluate(() => performance.timeOrigin + performance.now());
  return { mainThread: ms('ThreadTime'), processor: ms('ProcessTime'), streams, longTasks, atMs };
}

export function longestTask(tasks: Probe['longTasks'], sinceMs: number): number {
  return Math.max(0, ...tasks.filter(({ startMs }) => startMs > sinceMs).map(({ ms }) => ms));
}

function receivedSince(before: ReadonlyMap<string, Stream>, after: ReadonlyMap<string, Stream>) {
  let bytes = 0;
  let pixels = 0;
  for (const [id, now] of after) {
    const then = before.get(id);
    bytes += now.kilobytes - (then?.kilobytes ?? 0);
    pixels += (now.frames - (then?.frames ?? 0)) * now.megapixelsEach;
  }
  return { bytes, pixels };
}

function readStreams(page: Page): Promise<[string, Stream][]> {
  return page.evaluate(async () => {
    const found: [string, Stream][] = [];
    for (const [index, connection] of window.bench.connections.entries()) {
      for (const [id, stats] of await connection.getStats()) {
        if (stats.type !== 'inbound-rtp') continue;
        found.push([
          `${index} ${id}`,
          {
            kilobytes: Number(stats.bytesReceived ?? 0) / 1000,
            frames: Number(stats.framesDecoded ?? 0),
            megapixelsEach: (Number(stats.frameWidth ?? 0) * Number(stats.frameHeight ?? 0)) / 1_000_000,
          },
        ]);
      }
    }
    return found;
  });
}
