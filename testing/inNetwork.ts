import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { findHeadlessShell } from './chromium.ts';

/** A network namespace in which commands can run. */
export interface Inside {
  /** Command-line prefix that starts another command in the namespace. */
  enter: readonly string[];
  /** Runs a program in the namespace and waits for its end. Throws when the program fails. */
  run: (command: string, ...args: string[]) => void;
}

/**
 * Opens the network namespace of a process.
 *
 * @param pid id of the process; in its user namespace we are root
 */
export function inNetworkOf(pid: number | undefined): Inside {
  const enter = ['nsenter', '--target', String(pid), '--user', '--net', '--preserve-credentials'] as const;
  const [program, ...place] = enter;
  return {
    enter,
    run(command, ...args) {
      const { status, stderr, error } = spawnSync(program, [...place, command, ...args], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
    },
  };
}

/** Writes a shell script that starts Chromium in the namespace, and returns the script's path. */
export async function writeChromium(path: string, { enter }: Pick<Inside, 'enter'>): Promise<string> {
  await writeFile(path, `#!/bin/sh\nexec ${enter.join(' ')} "${findHeadlessShell() ?? ''}" "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
