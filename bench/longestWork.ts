import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright';

/**
 * The properties that are used of an event in Chromium's trace (Trace Event Format). Durations are in µs; `tdur` is
 * thread CPU time.
 */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur: number;
  args: { name?: string };
}

/**
 * Returns the CPU time (ms) of the longest task on a page's main thread within a period from now. The time comes from
 * Chromium's trace: unlike that of a `longtask` entry, it does not include the time in which the task waits for other
 * programs or for other threads of the page.
 */
export async function longestWorkMs(devTools: CDPSession, withinMs: number): Promise<number> {
  const events: Partial<TraceEvent>[] = [];
  devTools.on('Tracing.dataCollected', ({ value }) => {
    events.push(...value);
  });
  const complete = new Promise<void>((resolve) => {
    devTools.once('Tracing.tracingComplete', () => resolve());
  });
  await devTools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  await wait(withinMs);
  await devTools.send('Tracing.end');
  await complete;
  return longestTask(events);
}

function longestTask(events: Partial<TraceEvent>[]): number {
  const threads = events.filter(({ ph, args }) => ph === 'M' && args?.name === 'CrRendererMain');
  // The trace also has the main thread of a spare process, which Chromium keeps ready for the next page. That thread
  // does next to nothing, so the one with the most tasks is the page's.
  const [tasks] = threads
    .map(({ pid, tid }) =>
      events.filter((event) => event.pid === pid && event.tid === tid && event.name?.endsWith('::RunTask')),
    )
    .toSorted((a, b) => b.length - a.length);
  if (!tasks || tasks.length === 0) throw new Error('The trace contains no task of the page.');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
