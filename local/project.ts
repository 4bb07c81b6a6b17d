import { join } from 'node:path';
import { builtApp } from './app/builtApp.ts';
import { devApp } from './app/devApp.ts';
import { readShippedHeaders } from './app/shippedHeaders.ts';
import { CannotStart } from './CannotStart.ts';
import { startChild } from './child.ts';
import type { App } from './origin.ts';

/** What `npm start` or `npm run dev` runs: the app and the token handler, built or as sources. */
export interface Project {
  /** Arguments with which node runs the token handler. */
  tokenHandler: readonly string[];
  cwd: string;
  /** Builds what has to be built, before the app and the token handler are started. */
  prepare(signal: AbortSignal): Promise<void>;
  openApp(): Promise<App>;
}

/**
 * Runs the built app and token handler, as a public server does.
 *
 * @param root the project's folder
 * @param isBuilt true when `npm run build` has just been run
 */
export function builtProject(root: string, { isBuilt = false } = {}): Project {
  return {
    tokenHandler: [join(root, 'dist', 'token', 'server.mjs')],
    cwd: root,
    async prepare(signal) {
      if (isBuilt) return;
      await Promise.all([build(root, [], signal), build(root, ['--config', 'token/vite.config.ts'], signal)]);
    },
    openApp: async () => builtApp(join(root, 'dist', 'web'), await readShippedHeaders(root)),
  };
}

/** Runs the sources: the app through Vite with hot reload, and a token handler that restarts when a file changes. */
export function devProject(root: string): Project {
  return {
    tokenHandler: ['--watch', '--watch-preserve-output', '--import', 'tsx', join('token', 'main.ts')],
    cwd: root,
    prepare: () => Promise.resolve(),
    openApp: async () => devApp(root, await readShippedHeaders(root)),
  };
}

/** Runs Vite's build as a child process, which can be stopped, and whose output is printed only when it fails. */
async function build(root: string, args: readonly string[], signal: AbortSignal) {
  const lines: string[] = [];
  const child = startChild({
    name: 'build',
    command: process.execPath,
    args: [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn', ...args],
    environment: process.env,
    cwd: root,
    onLine: (line) => lines.push(line),
  });
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop, { once: true });
  const ending = await child.ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (ending.status === 0) return;
  const command = ['vite build', ...args].join(' ');
  throw new CannotStart([`The build failed (${command} ${ending.how}):`, '', ...lines].join('\n'));
}
