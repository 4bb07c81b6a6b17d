import { spawnSync } from 'node:child_process';
import { findProgram } from '../../testing/findProgram.ts';

/** Folders in which systems keep server programs. They are often not on a user's PATH. */
const places = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

export function findDaemon(name: string): string | undefined {
  return findProgram(
    [name],
    places.map((place) => `${place}/${name}`),
  );
}

/**
 * Returns the path of a program that the tests need. `npm run test:deploy` has installed it, or has reported that it is
 * missing.
 */
export function program(name: string): string {
  if (name.startsWith('/')) return name;
  const path = findDaemon(name);
  if (path === undefined) throw new Error(`There is no ${name}: \`npm run test:deploy\` says how to get it.`);
  return path;
}

/** What a command has printed, and its exit status. */
export interface Said {
  status: number | null;
  /** The command's stdout and stderr. */
  output: string;
}

/** Runs a command and waits for its end. */
export function run(
  name: string,
  args: readonly string[],
  { env = {}, input }: { env?: Record<string, string>; input?: string } = {},
): Said {
  const ended = spawnSync(program(name), args, {
    encoding: 'utf8',
    // Ends a command that hangs, so that it does not block the other tests. None of these commands waits for anything.
    timeout: 90_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...env },
    ...(input !== undefined && { input }),
  });
  if (ended.error) throw ended.error;
  return { status: ended.status, output: ended.stdout + ended.stderr };
}
