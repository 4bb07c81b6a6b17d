import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../child.ts';

export interface RedisChoices {
  /** Path of the redis-server program. */
  path: string;
  port: number;
  password: string;
  /** A folder for this Redis alone: it keeps its data there and loads them again after a restart. */
  folder: string;
}

/** Starts Redis on loopback. Every change of its data is on disk within a second, as in deploy/cluster/redis.conf. */
export async function startRedis(choices: RedisChoices, onLine: (line: string) => void): Promise<Child> {
  const file = join(choices.folder, 'redis.conf');
  const settings = [
    'bind 127.0.0.1',
    `port ${String(choices.port)}`,
    `requirepass ${choices.password}`,
    `dir ${JSON.stringify(choices.folder)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
  ];
  // Passes the settings, which contain the password, in a file that only we can read: every user of the machine could
  // read a command line.
  await writeFile(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  return startChild({
    name: 'redis',
    command: choices.path,
    args: [file],
    environment: { PATH: process.env['PATH'], LC_ALL: 'C' },
    onLine,
  });
}
