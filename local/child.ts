import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** A child process in a process group of its own. */
export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the program has ended, for any reason. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Returns the last lines of the program's output, oldest first. */
  lastLines(): readonly string[];
  /** Ends the program and all processes that it started: SIGTERM first, then SIGKILL. */
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

/** Number of lines that fit on a terminal together with the message about the crash. */
const keptLines = 20;

/** livekit-server drains while somebody is in a room; a second SIGTERM makes it end. */
const secondTermMs = 200;
/** A person who pressed Ctrl-C does not want to wait longer. */
const killMs = 3000;

const running = new Set<ChildProcess>();

/**
 * Starts a program in a process group of its own: the terminal's Ctrl-C does not reach it (ending it is up to us), and
 * its own child processes can be ended with it. If this process exits without having stopped it (an exception,
 * `process.exit`), it is killed.
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
    // The program's own child processes must not outlive it; they would also keep its output open.
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

/** Kills everything that is still running. For exit handlers. */
export function killAll() {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has no process left.
  }
}
