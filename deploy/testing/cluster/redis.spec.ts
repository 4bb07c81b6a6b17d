import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import { expectMovingVideo, tile } from '../../../testing/observe.ts';
import { patience } from '../../../testing/patience.ts';
import type { GuestOptions } from '../../../testing/e2eTest.ts';
import { startRedis } from '../../../local/cluster/redis.ts';
import { isAnswered } from '../../../local/ports.ts';
import { valkeyServer } from '../toolCache.ts';
import {
  askRedis,
  expect,
  kill,
  listening,
  test as base,
  watchVideo,
  type TestCluster,
} from './clusterTest.ts';

/** Playwright's `test` with a function that starts Redis again after it has ended. */
const test = base.extend<{ restartRedis: (server: TestCluster) => Promise<void> }>({
  restartRedis: async ({}, use) => {
    const started: { stop: () => Promise<void> }[] = [];
    await use(async ({ cluster: { redisChoices } }) => {
      started.push(await startRedis(redisChoices, () => {}));
      await expect.poll(() => isAnswered({ address: '127.0.0.1', port: redisChoices.port })).toBe(true);
    });
    await Promise.all(started.map((redis) => redis.stop()));
  },
});

async function deleteData({ cluster: { redisChoices } }: TestCluster): Promise<void> {
  const { folder } = redisChoices;
  for (const name of await readdir(folder)) {
    if (name.startsWith('appendonly')) await rm(joinPath(folder, name), { recursive: true });
  }
}

test('Redis hangs for 20 s: video continues, and afterwards newcomers get in', async ({
  join,
  openNodes,
}) => {
  const server = await openNodes();
  const { redis } = server.cluster;
  const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
  const ben = await join({ name: 'Ben', origin: server.url, query: '', context: listening(server.url) });
  await expectMovingVideo(ben, 'Aiko');

  kill(redis, 'SIGSTOP');
  // Redis hangs for 20 s, which is longer than LiveKit waits for the relay of signalling (3 s), and than LiveKit's
  // client waits for an answer (15 s).
  await wait(20_000);
  await expectMovingVideo(ben, 'Aiko');
  kill(redis, 'SIGCONT');

  const chika = await join({ name: 'Chika', origin: server.url, query: '', context: listening(server.url) });
  await expectMovingVideo(chika, 'Aiko');
  await expectMovingVideo(ben, 'Aiko');
  await expect(aiko.getByText('3 people')).toBeVisible();
  await expect(ben.getByText('3 people')).toBeVisible();
});

/**
 * Time for which Redis or Valkey is down. 75 s is longer than LiveKit's own client tries to reconnect: 53 to 62 s
 * (livekit-client 2.23). deploy/cluster/README.md has the command for other durations.
 */
const awaySeconds = Number(process.env['STORE_AWAY_SECONDS'] ?? 75);

/** Returns the environment of a cluster in which the program `redis-server` is Valkey. */
async function valkeyAsRedis(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  await symlink(valkeyServer(), joinPath(folder, 'redis-server'));
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
}

/** Lets two guests join a call, each on another node; Ben sends no media. */
async function openCall(server: TestCluster, join: (guest: GuestOptions) => Promise<Page>) {
  const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
  const ben = await join({ name: 'Ben', origin: server.url, query: '', context: listening(server.url) });
  await expectMovingVideo(ben, 'Aiko');
  return { server, aiko, ben, gaps: await watchVideo(ben, 'Aiko') };
}

type Call = Awaited<ReturnType<typeof openCall>>;

/**
 * Waits until both guests are connected again.
 *
 * @returns how long that took, in ms
 */
async function timeBack({ aiko, ben }: Call): Promise<number> {
  const since = Date.now();
  for (const guest of [aiko, ben]) {
    await expect.poll(() => connectionOf(guest), { intervals: [100] }).toBe('steady');
  }
  return Date.now() - since;
}

const connectionOf = (page: Page) => page.locator('main[data-connection]').getAttribute('data-connection');

test(`the store is killed for ${String(awaySeconds)} s: video continues, and everybody reconnects, with its data (Redis) and without (Valkey)`, async ({
  join,
  openNodes,
  restartRedis,
}, testInfo) => {
  test.setTimeout(patience.timeout + awaySeconds * 1000);
  const kept = await openCall(await openNodes(), join);
  const valkey = await openNodes(await valkeyAsRedis(testInfo.outputPath('valkey')));
  const lost = await openCall(valkey, join);
  const calls = [kept, lost];
  expect(askRedis(valkey.cluster, 'INFO', 'server')).toContain('server_name:valkey');
  // Waits until Redis has written its data to disk, which it does within a second.
  await wait(2000);

  for (const { server } of calls) {
    kill(server.cluster.redis, 'SIGKILL');
    await server.cluster.redis.ended;
  }
  await deleteData(lost.server);
  await wait(awaySeconds * 1000);
  for (const { aiko, ben } of calls) {
    await expectMovingVideo(ben, 'Aiko');
    for (const guest of [aiko, ben]) {
      await expect(guest.getByText('2 people')).toBeVisible();
      expect(await connectionOf(guest)).toBe('signal_lost');
    }
  }
  const awayGaps = await Promise.all(calls.map(({ gaps }) => gaps()));

  const backMs = await Promise.all(
    calls.map(async (call) => {
      await restartRedis(call.server);
      return timeBack(call);
    }),
  );
  for (const { aiko, ben } of calls) {
    // Muting reaches the other guest through signalling, so signalling works again.
    await aiko.getByRole('button', { name: 'Microphone', exact: true }).click();
    await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/muted/);
    await expectMovingVideo(ben, 'Aiko');
    await expect(ben.getByText('2 people')).toBeVisible();
  }
  const gaps = await Promise.all(calls.map((call) => call.gaps()));
  testInfo.annotations.push({
    type: 'with its data, without',
    description: JSON.stringify({ backMs, awayGaps, gaps }),
  });
  // Allows 20 s between two video frames: on a busy machine five seconds may pass between them although the video goes
  // on.
  for (const { newFrameMs } of awayGaps) expect(newFrameMs).toBeLessThan(20_000);
  for (const ms of backMs) expect(ms).toBeLessThan(30_000);

  const context = listening(kept.server.url);
  const chika = await join({ name: 'Chika', origin: kept.server.url, query: '', context });
  await expectMovingVideo(chika, 'Aiko');
  await expect(tile(chika, 'Ben')).toBeVisible();
});

test('Redis returns without its data: the call continues, but a newcomer gets another room of that name', async ({
  join,
  openNodes,
  restartRedis,
}) => {
  const server = await openNodes();
  const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
  const host = server.hostOf('my-first-room');

  kill(server.cluster.redis, 'SIGKILL');
  await server.cluster.redis.ended;
  await deleteData(server);
  await restartRedis(server);

  // Waits until both nodes are registered again. They update their entries every two seconds.
  await expect.poll(() => askRedis(server.cluster, 'HLEN', 'nodes')).toBe('2');
  const chika = await join({ name: 'Chika', origin: server.url, query: '', context: listening(server.url) });
  expect(server.hostOf('my-first-room')).toBe(server.otherThan(host));
  await expect(tile(chika, 'Chika \\(you\\)')).toBeVisible();
  await wait(5000);
  await expect(tile(chika, 'Aiko')).toHaveCount(0);
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
});
