import { spawnSync } from 'node:child_process';
import { findProgram } from '../../testing/findProgram.ts';

/** Folders of daemons that are often not on a user's PATH. */
const places = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

export function findDaemon(name: string): string | undefined {
  return findProgram(
    [name],
    places.map((place) => `${place}/${name}`),
  );
}

/** Returns the path of a program that `npm run test:deploy` has installed or reported as missing. */
export function program(name: string): string {
  if (name.startsWith('/')) return name;
  const path = findDaemon(name);
  if (path === undefined) throw new Error(`There is no ${name}: \`npm run test:deploy\` says how to get it.`);
  return path;
}

/** Output and exit status of a command. */
export interface Said {
  status: number | null;
  /** stdout and stderr. */
  output: string;
}

/** Runs a command to its end. */
export function run(
  name: string,
  args: readonly string[],
  { env = {}, input }: { env?: Record<string, string>; input?: string } = {},
): Said {
  const ended = spawnSync(program(name), args, {
    encoding: 'utf8',
    // No command waits for anything; one that hangs must not block the others.
    timeout: 90_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
    ...(input !== undefined && { input }),
  });
  if (ended.error) throw ended.error;
  return { status: ended.status, output: ended.stdout + ended.stderr };
}
