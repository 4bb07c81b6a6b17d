import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** A program that runs beside us, in a process group of its own. */
export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** When the program is over, for whatever reason. Never rejects. */
  readonly ended: Promise<Ending>;
  /** The newest lines that it wrote, oldest first. */
  lastLines(): readonly string[];
  /** Ends it and everything that it started, politely first. */
  stop(): Promise<void>;
}

/** How a program ended, as words that follow its name: "ended with status 1". */
export interface Ending {
  how: string;
  status: number | undefined;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  cwd?: string;
  onLine?: (line: string) => void;
}

/** As many lines as fit on a terminal together with the sentence about the crash. */
const keptLines = 20;

/** livekit-server drains for as long as somebody is in a room; a second SIGTERM makes it leave. */
const secondTermMs = 200;
/** Nobody who pressed Ctrl-C waits longer. */
const killMs = 3000;

const running = new Set<ChildProcess>();

/**
 * Starts a program. It gets its own process group: the terminal's Ctrl-C does not reach it (ending it
 * is our part), and what it starts itself can be ended with it. Should we end without having stopped
 * it (an exception, `process.exit`), it is killed on the way out.
 */
export function startChild(options: ChildOptions): Child {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  running.add(child);
  if (running.size === 1) process.on('exit', killAll);

  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      options.onLine?.(line);
    });
  }

  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      running.delete(child);
      resolve({ how: `could not be started: ${error.message}`, status: undefined });
    });
    // What the program started itself must not outlive it (and would hold its output open).
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
    child.once('close', (status, signal) => {
      running.delete(child);
      if (running.size === 0) process.off('exit', killAll);
      resolve({
        how: signal === null ? `ended with status ${String(status)}` : `was ended by ${signal}`,
        status: status ?? undefined,
      });
    });
  });

  return {
    name: options.name,
    pid: child.pid,
    ended,
    lastLines: () => lines,
    async stop() {
      const isOver = (ms: number) => Promise.race([ended.then(() => true), wait(ms, false)]);
      signalGroup(child, 'SIGTERM');
      if (await isOver(secondTermMs)) return;
      signalGroup(child, 'SIGTERM');
      if (await isOver(killMs - secondTermMs)) return;
      signalGroup(child, 'SIGKILL');
      await ended;
    },
  };
}

/** The last way out: everything that is still running is killed at once. */
export function killAll() {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has no process any more: what was wanted.
  }
}
