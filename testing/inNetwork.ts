import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { findHeadlessShell } from './chromium.ts';

/** The network namespace of a process, in which other commands can be run. */
export interface Inside {
  /** The command that starts another one in there. */
  enter: readonly string[];
  /** Runs a program in there. Throws when it fails. */
  run: (command: string, ...args: string[]) => void;
}

/** @param pid of a process in a user namespace of its own, in which we are root */
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

/** Writes a program that starts Chromium in there. */
export async function writeChromium(path: string, { enter }: Inside): Promise<string> {
  await writeFile(path, `#!/bin/sh\nexec ${enter.join(' ')} "${findHeadlessShell() ?? ''}" "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
