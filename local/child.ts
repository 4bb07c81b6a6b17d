import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** A program that First Room has started, in a process group of its own. */
export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the program has ended, for any reason. This promise never rejects. */
  readonly ended: Promise<Ending>;
  /** Returns the last lines that the program has printed, oldest first. */
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

/** Number of a program's last lines that are kept: as many as fit on a terminal below the message about its crash. */
const keptLines = 20;

/**
 * Time until a second SIGTERM: livekit-server waits after the first one while somebody is in a room, and ends at the
 * second.
 */
const secondTermMs = 200;
/** Time until SIGKILL. A person who pressed Ctrl-C does not want to wait longer. */
const killMs = 3000;

const running = new Set<ChildProcess>();

/**
 * Starts a program in a process group of its own. So the terminal's Ctrl-C does not reach the program, which must be
 * stopped with `stop`, and its own child processes can be ended with it. If this process exits without having stopped
 * the program (an exception, `process.exit`), the program is killed.
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
    // Kills the program's own child processes when the program has ended. They must not outlive it, and would keep its
    // output open.
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

/** Kills all programs that `startChild` has started and that still run. For exit handlers. */
export function killAll() {
  for (const child of running) signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The process group is empty: there is no process to send the signal to.
  }
}
