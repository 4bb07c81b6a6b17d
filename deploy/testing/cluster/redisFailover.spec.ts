import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import { expect, test as base } from 'playwright/test';
import { examine } from '../../../doctor/testing/examine.ts';
import { startChild, type Child } from '../../../local/child.ts';
import { findLivekit } from '../../../local/livekit/findLivekit.ts';
import { findFreePorts } from '../../../local/ports.ts';
import { silentScreen } from '../../../local/screen.ts';
import { createLog } from '../../../token/log.ts';
import { parseRedisAddress } from '../../../token/redisAddress.ts';
import { sharedLimits } from '../../../token/sharedLimit.ts';
import { program } from '../programs.ts';
import { renderLivekit } from '../renderLivekit.ts';
import { rewrite, shipped } from '../rewrite.ts';

const password = randomBytes(16).toString('hex');
const keys = { key: 'testkey', secret: randomBytes(32).toString('base64url') };

interface Vms {
  redis: Child[];
  livekitUrl: string;
  /** Addresses of the Sentinels, in the form of the token handler's setting REDIS_URL. */
  redisUrl: string;
  /** Command-line arguments for a doctor on the VM with LiveKit. */
  doctorArguments: string[];
}

/**
 * Playwright's `test` with four VMs, set up with the files of deploy/cluster/: three with Redis and Sentinel, and one
 * with LiveKit.
 */
const test = base.extend<{ vms: Vms }>({
  vms: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'first-room-redis-'));
    const children: Child[] = [];
    const start = (name: string, command: string, args: readonly string[]) => {
      const child = startChild({
        name,
        command,
        args,
        environment: { PATH: process.env['PATH'] },
        cwd: folder,
      });
      children.push(child);
      return child;
    };
    const places = [0, 1, 2];
    const ports = await findFreePorts(9, 'tcp', '127.0.0.1');
    const redisPort = (index: number) => String(ports[index]);
    const sentinelPort = (index: number) => String(ports[3 + index]);

    const redis: Child[] = [];
    for (const index of places) {
      const data = join(folder, `redis-${String(index)}`);
      await mkdir(data);
      const changes = {
        'bind 10.0.1.21 127.0.0.1': 'bind 127.0.0.1',
        'port 6379': `port ${redisPort(index)}`,
        'CHANGE-ME BEFORE-USE': password,
        '/var/lib/redis': data,
      };
      const file = await place('redis/redis.conf', join(data, 'redis.conf'), {
        ...(index > 0 && { '# replicaof 10.0.1.21 6379': `replicaof 127.0.0.1 ${redisPort(0)}` }),
        ...changes,
      });
      redis.push(start(`redis-${String(index)}`, program('redis-server'), [file]));
    }
    await expect.poll(() => ask(redisPort(0), 'INFO', 'replication')).toMatch(/min_slaves_good_slaves:2/);

    for (const index of places) {
      const data = join(folder, `sentinel-${String(index)}`);
      await mkdir(data);
      const file = await place('redis/sentinel.conf', join(data, 'sentinel.conf'), {
        'bind 10.0.1.21 127.0.0.1': 'bind 127.0.0.1',
        'port 26379': `port ${sentinelPort(index)}`,
        '10.0.1.21 6379': `127.0.0.1 ${redisPort(0)}`,
        'CHANGE-ME BEFORE-USE': password,
        '/var/lib/redis': data,
      });
      start(`sentinel-${String(index)}`, program('redis-server'), [file, '--sentinel']);
    }
    await expect
      .poll(() => ask(sentinelPort(0), 'SENTINEL', 'master', 'first-room'))
      .toMatch(/num-slaves\n2\nnum-other-sentinels\n2/);

    const livekitPort = String(ports[6]);
    const keyFile = join(folder, 'livekit-keys.yaml');
    await writeFile(keyFile, `${keys.key}: ${keys.secret}\n`, { mode: 0o600 });
    const rendered = renderLivekit(join(shipped, 'cluster/livekit.yaml'), '203.0.113.11');
    const livekitChanges = {
      '127.0.0.1, 10.0.1.11': '127.0.0.1',
      'port: 7880': `port: ${livekitPort}`,
      '10.0.1.21:26379, 10.0.1.22:26379, 10.0.1.23:26379': places
        .map((index) => `127.0.0.1:${sentinelPort(index)}`)
        .join(', '),
      '[CHANGE-ME]': password,
      '  node_ip: 203.0.113.11': ['  node_ip: 127.0.0.1', '  enable_loopback_candidate: true'].join('\n'),
      'udp_port: 7882': `udp_port: ${String(ports[7])}`,
      'tcp_port: 7881': 'tcp_port: 0',
      'port: 6789': `port: ${String(ports[8])}`,
    };
    const config = join(folder, 'livekit.yaml');
    await writeFile(config, rewrite(rendered, livekitChanges), { mode: 0o600 });
    const found = await findLivekit({
      environment: process.env,
      screen: silentScreen,
      signal: new AbortController().signal,
    });
    if (!found.ok) throw new Error('There is no LiveKit.');
    const livekit = start('livekit', found.value.path, ['--config', config, '--key-file', keyFile]);
    const livekitUrl = `http://127.0.0.1:${livekitPort}`;
    await expect.poll(() => statusOf(livekitUrl), { message: livekit.lastLines().join('\n') }).toBe(200);

    const tokenEnvironment = join(folder, 'token.env');
    await writeFile(tokenEnvironment, `LIVEKIT_API_KEY=${keys.key}\nLIVEKIT_API_SECRET=${keys.secret}\n`);
    const doctorArguments = ['--vm', '--livekit-config', config, '--token-env', tokenEnvironment];
    const sentinels = places.map((index) => `127.0.0.1:${sentinelPort(index)}`).join();
    const redisUrl = `redis+sentinel://:${password}@${sentinels}/first-room?sentinel_password=${password}`;
    await use({ redis, livekitUrl, redisUrl, doctorArguments });
    await Promise.all(children.map((child) => child.stop()));
    await rm(folder, { recursive: true, force: true });
  },
});

async function place(file: string, path: string, changes: Record<string, string>): Promise<string> {
  const name = join('cluster', file);
  await writeFile(path, rewrite(await readFile(join(shipped, name), 'utf8'), changes, name), { mode: 0o600 });
  return path;
}

function ask(port: string, ...command: string[]): string {
  const env = { ...process.env, REDISCLI_AUTH: password };
  const at = ['-p', port, '--no-auth-warning'];
  return spawnSync(program('redis-cli'), [...at, ...command], { encoding: 'utf8', env }).stdout.replaceAll(
    '\r',
    '',
  );
}

function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}

/** Starts two token handlers with a limit of one request a minute, to test whether both count together. */
function openHandlers(redisUrl: string) {
  const address = parseRedisAddress(redisUrl);
  if (!address) throw new Error('REDIS_URL is not an address.');
  const handlers = [0, 1].map(() => sharedLimits(address, createLog('silent')));
  const [first, second] = handlers.map(({ createLimit }) => createLimit('requests', 1));
  let guests = 0;
  return {
    async countTogether(): Promise<boolean> {
      guests += 1;
      const guest = `192.0.2.${String(guests)}`;
      await first?.count(guest);
      return (await second?.count(guest)) !== undefined;
    },
    close: () => {
      for (const { close } of handlers) close();
    },
  };
}

test('the VM with the primary is lost: Sentinel promotes a replica, LiveKit keeps its rooms, and token handlers share their counts', async ({
  vms: { redis, livekitUrl, redisUrl, doctorArguments },
}) => {
  const handlers = openHandlers(redisUrl);
  await expect.poll(() => handlers.countTogether()).toBe(true);
  const { of } = await examine(doctorArguments);
  for (const step of ['sentinel', 'redis', 'nodes']) {
    expect(of(step).filter(({ state }) => state !== 'fine')).toEqual([]);
  }
  expect(of('redis: replicas')).toMatchObject([{ seen: '2' }]);

  const rooms = new RoomServiceClient(livekitUrl, keys.key, keys.secret);
  await rooms.createRoom({ name: 'kitchen', emptyTimeout: 300 });
  const [primary] = redis;
  process.kill(primary?.pid ?? 0, 'SIGKILL');

  await expect
    .poll(() =>
      rooms.createRoom({ name: 'attic' }).then(
        ({ name }) => name,
        () => 'not yet',
      ),
    )
    .toBe('attic');
  const names = (await rooms.listRooms()).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['attic', 'kitchen']);
  await expect.poll(() => statusOf(livekitUrl)).toBe(200);

  await expect.poll(() => handlers.countTogether()).toBe(true);
  handlers.close();

  const after = await examine(doctorArguments);
  expect(after.of('sentinel')[0]?.seen).not.toBe(of('sentinel')[0]?.seen);
  expect(after.of('redis')[0]).toMatchObject({
    state: 'fine',
    seen: expect.stringContaining('is the primary'),
  });
});
