import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describeNotFound, findLivekit } from '../local/livekit/findLivekit.ts';
import { createScreen } from '../local/screen.ts';
import { bringBrowser, bringHeadlessShell } from './bringBrowser.ts';

const root = join(import.meta.dirname, '..');

type Say = (text: string) => void;

export interface Step {
  name: string;
  /**
   * Runs the step.
   *
   * @param say set when the step runs at the same time as others; receives the output that would go to the terminal
   * @returns whether the step has succeeded
   */
  run: (say?: Say) => boolean | Promise<boolean>;
}

/**
 * Runs every step, even after one has failed. The steps in an inner array run concurrently; the output of each of them
 * is shown when it has ended.
 *
 * @returns the names of the failed steps
 */
export async function runSteps(steps: readonly (Step | readonly Step[])[]): Promise<string[]> {
  const failures: string[] = [];
  for (const step of steps) failures.push(...('run' in step ? await runStep(step) : await runBeside(step)));
  return failures;
}

async function runStep({ name, run }: Step): Promise<string[]> {
  console.log(`\n── ${name}`);
  const end = startOf(name);
  return end(await run());
}

async function runBeside(steps: readonly Step[]): Promise<string[]> {
  console.log(`\n── in parallel: ${steps.map(({ name }) => name).join(', ')}`);
  const failures = await Promise.all(
    steps.map(async ({ name, run }) => {
      const end = startOf(name);
      const said: string[] = [];
      const isFine = await run((text) => said.push(text));
      console.log([`\n── ${name}`, ...said].join('\n'));
      return end(isFine);
    }),
  );
  return failures.flat();
}

/**
 * Starts to measure a step's time. The returned function prints whether the step has succeeded and how long it took,
 * and returns the names of failed steps: this one or none.
 */
function startOf(name: string): (isFine: boolean) => string[] {
  const start = Date.now();
  return (isFine) => {
    console.log(`── ${name}: ${isFine ? 'fine' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    return isFine ? [] : [name];
  };
}

/** Makes a step that runs npm or a tool in the project's `node_modules/.bin`. */
export function toolStep(name: string, tool: string, ...args: string[]): Step {
  return { name, run: (say) => runTool(tool, args, say) };
}

async function runTool(tool: string, args: readonly string[], say?: Say): Promise<boolean> {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  const output = say ? 'pipe' : 'inherit';
  const child = spawn(tool, args, {
    cwd: root,
    stdio: ['inherit', output, output],
    env: { ...process.env, PATH: path },
  });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => written.push(part));
  const [status]: unknown[] = await once(child, 'close').catch((error: unknown) => [error]);
  const text = Buffer.concat(written).toString().trim();
  if (text !== '') say?.(text);
  return status === 0;
}

export async function bringLivekit(): Promise<boolean> {
  const found = await findLivekit({
    environment: process.env,
    screen: createScreen(process.stdout),
    signal: new AbortController().signal,
  });
  console.log(found.ok ? found.value.path : describeNotFound(found.failure));
  return found.ok;
}

export function bringBrowsers(...kinds: Parameters<typeof bringBrowser>[0][]): boolean {
  const browsers = kinds.map((kind) => bringBrowser(kind));
  for (const browser of browsers) console.log(browser.ok ? browser.path : browser.advice);
  if (kinds.includes('chromium')) console.log(`Headless shell: ${bringHeadlessShell()}`);
  return browsers.every(({ ok }) => ok);
}
