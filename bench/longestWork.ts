import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession } from 'playwright';

/** What of Chromium's trace is read here (Trace Event Format): durations in µs, `tdur` in time of the processor. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur: number;
  args: { name?: string };
}

/**
 * The task of a page's main thread that takes most of the processor, in ms, within so long from now; by Chromium's trace. While a task waits for
 * other programs, and for the page's own other threads, no time passes; `longtask` entries count it.
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
  // Chromium keeps a process for the next page, which does next to nothing.
  const [tasks] = threads
    .map(({ pid, tid }) =>
      events.filter((event) => event.pid === pid && event.tid === tid && event.name?.endsWith('::RunTask')),
    )
    .toSorted((a, b) => b.length - a.length);
  if (!tasks || tasks.length === 0) throw new Error('The trace holds no task of the page.');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
