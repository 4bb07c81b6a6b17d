import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { findHeadlessShell } from './chromium.ts';

/** A process's network namespace, in which commands can run. */
export interface Inside {
  /** Command prefix that starts another command in the namespace. */
  enter: readonly string[];
  /** Runs a program in the namespace. Throws when it fails. */
  run: (command: string, ...args: string[]) => void;
}

/** @param pid a process in its own user namespace, in which we are root */
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

/** Writes a program that starts Chromium in the namespace. */
export async function writeChromium(path: string, { enter }: Inside): Promise<string> {
  await writeFile(path, `#!/bin/sh\nexec ${enter.join(' ')} "${findHeadlessShell() ?? ''}" "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
