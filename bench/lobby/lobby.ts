/**
 * `npm run bench:lobby`: measures what a connection in the lobby (docs/decisions/0029) gains, with guests at several
 * distances from the server. Linux only; bench/README.md says how the values are taken.
 *
 * `-- --runs 5` sets the number of runs (9), `-- --delays 40` the delays in each direction in ms (0,40,100), `--
 * --variants with,without` the pages, and `-- --before FOLDER` also measures an earlier version of this project, built
 * in that folder.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { builtProject } from '../../local/project.ts';
import { buildRivals } from '../buildRivals.ts';
import { describe, median } from '../report.ts';
import { openStage, type BenchStage, type Variant } from '../stage.ts';
import { clickWhenSettled } from '../scenarios/join.ts';
import { isInNewNetwork, openDistance, runInNewNetwork, serverAddress } from './distance.ts';

/** Pages to measure: the app with and without the connection in the lobby, an earlier build, LiveKit's client alone. */
const pages = ['with', 'without', 'before', 'floor'] as const;
type Page = (typeof pages)[number];
const variantOf: Record<Page, Variant> = { with: 'app', without: 'app', before: 'before', floor: 'floor' };
const quantities = {
  seeing: 'click → first remote frame',
  seen: 'click → others see my first frame',
} as const;

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '9' },
    delays: { type: 'string', default: '0,40,100' },
    variants: { type: 'string' },
    before: { type: 'string' },
    built: { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);
const delaysMs = options.delays.split(',').map(Number);
const measuredPages = pages.filter((page) =>
  options.variants ? options.variants.split(',').includes(page) : page !== 'before' || options.before,
);

if (isInNewNetwork()) {
  await measure();
} else {
  if (!options.built) {
    await builtProject(root).prepare(new AbortController().signal);
    await buildRivals(root);
  }
  process.exitCode = await runInNewNetwork();
}

/** Measures every page at every distance in every run. Each run starts with another page. */
async function measure(): Promise<void> {
  const distance = await openDistance();
  const measured = new Map<string, number[]>();
  const stage = await openStage(root, options.before, {
    serverAddress,
    chromium: distance.chromium,
    environment: { CONNECT_IN_LOBBY: 'true' },
  });
  try {
    for (let run = 0; run < runs; run += 1) {
      for (const delayMs of delaysMs) {
        await distance.set(delayMs);
        for (const at of measuredPages.keys()) {
          const page = measuredPages[(at + run) % measuredPages.length] ?? 'with';
          const found = await joinFrom(stage, page);
          for (const [quantity, value] of Object.entries(found)) {
            const key = `${delayMs} ${page} ${quantity}`;
            measured.set(key, (measured.get(key) ?? []).concat(value));
          }
          console.log(`run ${run + 1}, ${delayMs} ms, ${page}: ${JSON.stringify(found)}`);
        }
      }
    }
    console.log(table(measured));
  } finally {
    await stage.stop();
    await distance.close();
  }
}

/** Joins from a lobby that has loaded everything, and returns the times from the click in ms. */
async function joinFrom(stage: BenchStage, page: Page): Promise<Record<string, number>> {
  const wanted = page === 'with' ? 1 : 0;
  await untilInLobby(stage, 0);
  return await clickWhenSettled(stage, variantOf[page], {
    isSeen: true,
    prepare: async (devTools) => {
      if (page !== 'without') return;
      await devTools.send('Page.enable');
      await devTools.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `(${joinAsUsual.toString()})()`,
      });
    },
    look: () => untilInLobby(stage, wanted),
  });
}

/** Waits until this number of guests is connected in the lobby, so that no other case is measured by mistake. */
async function untilInLobby(stage: BenchStage, wanted: number): Promise<void> {
  for (let tries = 0; (await stage.countInLobby()) !== wanted; tries += 1) {
    if (tries === 50) throw new Error(`Not ${wanted} guests are connected in the lobby.`);
    await wait(200);
  }
}

/** Runs in the page: takes away the header by which the page asks for a connection in the lobby. */
function joinAsUsual(): void {
  const ask = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.delete('First-Room-Lobby');
    return ask(input, { ...init, headers });
  };
}

function table(measured: ReadonlyMap<string, readonly number[]>): string {
  const head = ['delay in each direction', 'what', ...measuredPages, 'with / without', 'with / before'];
  const lines = delaysMs.flatMap((delayMs) =>
    Object.entries(quantities).map(([quantity, what]) => {
      const of = (page: Page) => measured.get(`${delayMs} ${page} ${quantity}`) ?? [];
      const ratio = (page: Page) =>
        of(page).length === 0 ? '' : (median(of('with')) / median(of(page))).toFixed(2);
      const values = measuredPages.map((page) => describe(of(page), 'ms'));
      return [`${delayMs} ms`, what].concat(values, ratio('without'), ratio('before'));
    }),
  );
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
