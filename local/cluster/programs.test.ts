import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findClusterPrograms } from './programs.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-room-programs-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function install(name: string) {
  await writeFile(join(folder, name), '');
  await chmod(join(folder, name), 0o755);
}

test('all missing programs are reported at once, with installation commands', async () => {
  await expect(findClusterPrograms({ PATH: folder }, [])).rejects.toThrow(
    /two programs that are not installed:\n\n {2}redis-server {2}keeps .*\n {2}haproxy {7}the load balancer[\s\S]*apt-get install redis-server haproxy[\s\S]*brew install/,
  );
  await install('redis-server');
  await expect(findClusterPrograms({ PATH: folder }, [])).rejects.toThrow(
    /a program that is not installed:\n\n {2}haproxy {7}the/,
  );
});

test('a daemon is found in the usual system folders, on PATH or not', async () => {
  await install('redis-server');
  await install('haproxy');
  expect(await findClusterPrograms({}, [folder])).toEqual({
    redis: join(folder, 'redis-server'),
    haproxy: join(folder, 'haproxy'),
  });
});
