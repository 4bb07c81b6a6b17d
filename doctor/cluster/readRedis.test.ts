import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { startChild, type Child } from '../../local/child.ts';
import { findFreePort } from '../../local/ports.ts';
import { judgeRedis } from './judgeRedis.ts';
import { openRedis } from './readRedis.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Prefix of a command that gives a Redis a small disk in memory, in a mount namespace of its own. */
const onSmallDisk = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=2m none /mnt && exec "$@"', 'sh'];

const hasRedis =
  spawnSync('redis-server', ['--version']).status === 0 &&
  spawnSync('unshare', [...onSmallDisk, 'true']).status === 0;
if (!hasRedis) console.warn('4 tests skipped: a Redis that refuses changes needs redis-server and unshare');

const started: Child[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) await child.stop();
});

async function startRedis(...args: string[]) {
  const port = await findFreePort('tcp', '127.0.0.1');
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--save', ''];
  const redis = startChild({
    name: 'redis',
    command: 'unshare',
    args: [...onSmallDisk, 'redis-server', '--dir', '/mnt', ...place, ...args],
    environment: { PATH: process.env['PATH'] },
  });
  started.push(redis);
  const ask = (...line: string[]) => {
    const { stdout } = spawnSync('redis-cli', ['-p', String(port), ...line], { encoding: 'utf8' });
    return stdout.trim();
  };
  for (let tries = 0; ask('ping') !== 'PONG'; tries += 1) {
    if (tries > 100) throw new Error(redis.lastLines().join('\n'));
    await wait(100);
  }
  return { port, ask };
}

/** Runs the checks on one Redis that `examineCluster` runs on each. */
async function examined(port: number) {
  const place = { host: '127.0.0.1', port };
  const redis = await openRedis(place, { username: undefined, password: undefined, isTls: false });
  if (!redis.ok) throw new Error(redis.failure);
  const [finding] = judgeRedis(place, await redis.value.observe());
  redis.value.close();
  return finding;
}

/**
 * Runs the command lines that the doctor advises, except those about the password and the configuration file, which
 * this Redis does not have.
 */
async function carryOutCure(port: number) {
  const finding = await examined(port);
  const lines = finding && 'cure' in finding ? finding.cure.lines : [];
  const own = lines.filter((line) => !/REDISCLI_AUTH|config rewrite|sudo journalctl/.test(line));
  expect(spawnSync('sh', ['-c', own.join('\n')]).status).toBe(0);
}

const fill = ['eval', 'for i = 1, 64 do redis.call("set", "x" .. i, string.rep("x", 65536)) end', '0'];

test.skipIf(!hasRedis)('a Redis that accepts writes is fine', async () => {
  const { port } = await startRedis();
  expect(await examined(port)).toMatchObject({ step: 'redis', state: 'fine' });
});

test.skipIf(!hasRedis)('a Redis that is full up to maxmemory is wrong, and its cure fixes it', async () => {
  const { port, ask } = await startRedis('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
  ask(...fill);
  expect(await examined(port)).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining('answers, but rejects every write: OOM '),
  });
  await carryOutCure(port);
  expect(await examined(port)).toMatchObject({ state: 'fine' });
});

test.skipIf(!hasRedis)('a Redis that waits for a replica is wrong, and its cure fixes it', async () => {
  const { port } = await startRedis('--min-replicas-to-write', '1');
  expect(await examined(port)).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining('rejects every write: NOREPLICAS '),
  });
  await carryOutCure(port);
  expect(await examined(port)).toMatchObject({ state: 'fine' });
});

test.skipIf(!hasRedis)('a Redis with a full disk is wrong, and its cure frees disk space', async () => {
  const { port, ask } = await startRedis('--appendonly', 'yes', '--appendfsync', 'everysec');
  for (let tries = 0; tries < 100 && !ask('set', 'a', 'x').startsWith('MISCONF'); tries += 1) {
    ask(...fill);
    await wait(50);
  }
  expect(await examined(port)).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining('rejects every write: MISCONF '),
    cure: { lines: expect.arrayContaining(['df -h /var/lib/redis']) },
  });
});
