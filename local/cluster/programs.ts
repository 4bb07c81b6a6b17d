import { delimiter } from 'node:path';
import { CannotStart } from '../CannotStart.ts';
import { findOnPath } from '../findOnPath.ts';

/** Paths of the programs that a start with several nodes needs besides LiveKit. */
export interface ClusterPrograms {
  redis: string;
  haproxy: string;
}

/** Folders in which systems keep server programs. They are often not on a user's PATH. */
const moreFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

const purposes = {
  'redis-server': 'keeps what the LiveKit nodes know of each other',
  haproxy: 'the load balancer in front of them',
};

/**
 * Finds the programs that a start with several nodes needs. Throws `CannotStart` with the names of all missing ones and
 * the commands that install them.
 */
export async function findClusterPrograms(
  environment: NodeJS.ProcessEnv,
  folders: readonly string[] = moreFolders,
): Promise<ClusterPrograms> {
  const path = [environment['PATH'] ?? '', ...folders].join(delimiter);
  const [redis, haproxy] = await Promise.all([findOnPath('redis-server', path), findOnPath('haproxy', path)]);
  if (redis !== undefined && haproxy !== undefined) return { redis, haproxy };
  const missing = [
    ...(redis === undefined ? (['redis-server'] as const) : []),
    ...(haproxy === undefined ? (['haproxy'] as const) : []),
  ];
  throw new CannotStart(
    [
      `Several nodes need ${missing.length === 1 ? 'a program that is' : 'two programs that are'} not installed:`,
      '',
      ...missing.map((name) => `  ${name.padEnd('redis-server'.length)}  ${purposes[name]}`),
      '',
      'What brings both:',
      '  - Debian, Ubuntu: sudo apt-get install redis-server haproxy',
      '  - Oracle Linux, Fedora: sudo dnf install redis haproxy',
      '  - macOS: brew install redis haproxy',
      'They need not run by themselves: they are started here, on ports of their own.',
    ].join('\n'),
  );
}
