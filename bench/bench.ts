/**
 * `npm run bench`: measures the app and two rivals (other pages that join a LiveKit room: bench/floor and bench/usual),
 * interleaved in one run, against a real LiveKit in a real Chromium.
 *
 * `-- --only join,size` measures these scenarios alone; `-- --runs 7` sets the number of runs (5). `-- --before FOLDER`
 * also measures an earlier version of this project, built in that folder by `npm ci && npm run build`; `-- --variants
 * app,before` measures these pages alone. `-- --write docs/bench` writes the table and the chart there.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join as joinPath } from 'node:path';
import { parseArgs } from 'node:util';
import { builtProject } from '../local/project.ts';
import { buildRivals } from './buildRivals.ts';
import { chart, table, type Measured } from './report.ts';
import { admissionScenario } from './scenarios/admission.ts';
import { cold } from './scenarios/cold.ts';
import { crowdScenario } from './scenarios/crowd.ts';
import { join } from './scenarios/join.ts';
import { leak } from './scenarios/leak.ts';
import { audiences, listenersScenario } from './scenarios/listeners.ts';
import { network } from './scenarios/network.ts';
import { processor } from './scenarios/processor.ts';
import { reconnectScenario } from './scenarios/reconnect.ts';
import { renders } from './scenarios/renders.ts';
import { sizeScenario } from './scenarios/size.ts';
import type { Scenario } from './scenario.ts';
import { crowds, openStage, variants } from './stage.ts';

const root = joinPath(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
    before: { type: 'string' },
    variants: { type: 'string' },
    write: { type: 'string' },
    built: { type: 'boolean', default: false },
  },
});
const all: Record<string, Scenario> = {
  size: sizeScenario(root, options.before),
  join,
  cold,
  network,
  processor,
  leak,
  renders,
  reconnect: reconnectScenario(root),
  admission: admissionScenario(root, options.before),
  ...Object.fromEntries(
    audiences.map((count) => [`listeners${count}`, listenersScenario(root, count, options.before)]),
  ),
  ...Object.fromEntries(crowds.map((people) => [`crowd${people}`, crowdScenario(people)])),
};

const wanted = options.only?.split(',') ?? Object.keys(all);
const unknown = wanted.filter((name) => !(name in all));
const runs = Number(options.runs);
if (unknown.length > 0)
  fail(`Unknown scenario ${unknown.join(', ')}. Scenarios: ${Object.keys(all).join(', ')}.`);
const unknownVariants =
  options.variants?.split(',').filter((name) => !variants.some((one) => one === name)) ?? [];
if (unknownVariants.length > 0) {
  fail(`Unknown page ${unknownVariants.join(', ')}. Pages: ${variants.join(', ')}.`);
}
if (options.before !== undefined && !existsSync(joinPath(options.before, 'dist', 'web', 'index.html'))) {
  fail(`There is no built app in ${options.before}: run \`npm ci && npm run build\` there.`);
}
if (!Number.isInteger(runs) || runs < 1) fail(`--runs must be a whole number from 1, not ${options.runs}.`);

if (!options.built) {
  await builtProject(root).prepare(new AbortController().signal);
  await buildRivals(root);
}
let failures = 0;
const measuredVariants = variants.filter((variant) =>
  options.variants ? options.variants.split(',').includes(variant) : variant !== 'before' || options.before,
);
const stage = await openStage(root, options.before);
try {
  const measured = await measure();
  const [processorName] = cpus().map(({ model }) => model);
  const note = `${runs} runs, medians; ${cpus().length} × ${processorName}, Node ${process.versions.node}, Chromium ${stage.browserVersion}${failures > 0 ? `; ${failures} measurements failed` : ''}`;
  const text = `${table(measured)}\n\n${note}`;
  console.log(`\n${text}`);
  if (options.write !== undefined) {
    writeFileSync(`${options.write}.md`, `${text}\n`);
    writeFileSync(`${options.write}.svg`, chart(measured, note));
  }
} finally {
  await stage.stop();
}

/**
 * Measures every variant in every run. Each run starts with another variant, so that other load on this computer
 * affects all variants alike.
 */
async function measure(): Promise<Measured[]> {
  const measured = new Map<string, Measured>();
  for (let run = 0; run < runs; run += 1) {
    for (const name of wanted) {
      const scenario = all[name];
      if (!scenario || (scenario.isMeasuredOnce && run > 0)) continue;
      for (const at of measuredVariants.keys()) {
        const variant = measuredVariants[(at + run) % measuredVariants.length] ?? 'app';
        const found = await scenario
          .measure(stage, variant)
          .catch((error: unknown): Partial<Record<string, number>> => {
            failures += 1;
            console.log(`run ${run + 1}: ${variant}: ${name} failed: ${String(error)}`);
            return {};
          });
        for (const [key, row] of Object.entries(scenario.rows)) {
          const id = `${name} ${key}`;
          const one = measured.get(id) ?? { row, values: { app: [], floor: [], usual: [], before: [] } };
          measured.set(id, one);
          const value = found[key];
          if (value === undefined) continue;
          one.values[variant].push(value);
          console.log(`run ${run + 1}: ${variant}: ${row.what}: ${value.toFixed(0)} ${row.unit}`);
        }
      }
    }
  }
  return [...measured.values()];
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
