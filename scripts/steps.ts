import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describeNotFound, findLivekit } from '../local/livekit/findLivekit.ts';
import { createScreen } from '../local/screen.ts';
import { bringBrowser } from './bringBrowser.ts';

const root = join(import.meta.dirname, '..');

export interface Step {
  name: string;
  run: () => boolean | Promise<boolean>;
}

/**
 * Runs every step, also after one that failed.
 *
 * @returns the names of those that failed
 */
export async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, run } of steps) {
    const start = Date.now();
    console.log(`\n── ${name}`);
    const isFine = await run();
    console.log(`── ${name}: ${isFine ? 'fine' : 'FAILED'} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (!isFine) failures.push(name);
  }
  return failures;
}

/** Runs a tool of the project's own `node_modules/.bin`, or npm. */
export function runTool(tool: string, args: string[]): boolean {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  return (
    spawnSync(tool, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path } }).status === 0
  );
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
  return browsers.every(({ ok }) => ok);
}
