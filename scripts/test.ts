/**
 * `npm test`: everything that is checked, in the order in which a mistake is cheapest to hear of. It
 * brings LiveKit and the browsers if they are missing; a part that can't be had is an error, not a skip.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeNotFound, findLivekit } from '../local/livekit/findLivekit.ts';
import { createScreen } from '../local/screen.ts';
import { bringBrowser } from './bringBrowser.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results);

interface Step {
  name: string;
  run: () => boolean | Promise<boolean>;
}

const steps: Step[] = [
  { name: 'types', run: () => runTool('tsc', []) },
  { name: 'lint', run: () => runTool('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', run: () => runTool('oxfmt', ['--check']) },
  { name: 'dead code', run: () => runTool('knip', []) },
  { name: 'LiveKit', run: bringLivekit },
  { name: 'unit tests', run: () => runTool('vitest', unitArguments) },
  { name: 'build', run: () => runTool('npm', ['run', 'build', '--silent']) },
  { name: 'browsers', run: bringBrowsers },
  { name: 'stories', run: () => runTool('playwright', ['test']) },
];

const unitFile = join(results, 'unit.json');
const storiesFile = join(results, 'stories.json');
const unitArguments = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitFile}`];

const failures: string[] = [];
for (const { name, run } of steps) {
  const start = Date.now();
  console.log(`\n── ${name}`);
  const isFine = await run();
  console.log(`── ${name}: ${isFine ? 'fine' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (!isFine) failures.push(name);
}

const unit = countUnitTests();
const stories = countStories();
const skipped = unit.skipped + stories.skipped;
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\nunit tests: ${describe(unit)}\nstories: ${describe(stories)}`);
if (skipped > 0) console.log(`${skipped} skipped: their reasons stand above.`);
console.log(`\n${unit.passed + stories.passed} passed, ${unit.failed + stories.failed} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

function describe({ passed, failed, skipped: left }: Count): string {
  return `${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`;
}

/** Runs a tool of the project's own `node_modules/.bin`, or npm. */
function runTool(tool: string, args: string[]): boolean {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  return (
    spawnSync(tool, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } }).status === 0
  );
}

async function bringLivekit(): Promise<boolean> {
  const found = await findLivekit({
    environment: process.env,
    screen: createScreen(process.stdout),
    signal: new AbortController().signal,
  });
  console.log(found.ok ? found.value.path : describeNotFound(found.failure));
  return found.ok;
}

function bringBrowsers(): boolean {
  const browsers = [bringBrowser('chromium'), bringBrowser('firefox')];
  for (const browser of browsers) console.log(browser.ok ? browser.path : browser.advice);
  return browsers.every(({ ok }) => ok);
}

/** Vitest's JSON report. Without one nothing passed. */
function countUnitTests(): Count {
  const report = readReport(unitFile);
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed: numberIn(report, 'numFailedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  };
}

/** Playwright's JSON report; a story that only passed when tried again counts as failed. */
function countStories(): Count {
  const report = readReport(storiesFile);
  const stats = isRecord(report) ? report['stats'] : undefined;
  return {
    passed: numberIn(stats, 'expected'),
    failed: numberIn(stats, 'unexpected') + numberIn(stats, 'flaky'),
    skipped: numberIn(stats, 'skipped'),
  };
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function numberIn(report: unknown, key: string): number {
  const value = isRecord(report) ? report[key] : undefined;
  return typeof value === 'number' ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
