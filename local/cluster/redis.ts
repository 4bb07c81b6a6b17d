import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, type Child } from '../child.ts';

export interface RedisChoices {
  /** redis-server. */
  path: string;
  port: number;
  password: string;
  /** Ours alone: Redis keeps its data in it, and finds it again when it is started anew. */
  folder: string;
}

/** Starts Redis on loopback. Every change is on the disk within a second, as deploy/cluster/redis.conf has it. */
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
  // The password is in it, and a command line can be read by every user of the machine.
  await writeFile(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  return startChild({
    name: 'redis',
    command: choices.path,
    args: [file],
    environment: { PATH: process.env['PATH'], LC_ALL: 'C' },
    onLine,
  });
}
