import { readdir, rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expectMovingPicture, tile } from '../../../e2e/observe.ts';
import { startRedis } from '../../../local/cluster/redis.ts';
import { isAnswered } from '../../../local/ports.ts';
import { askRedis, expect, kill, listening, test as base, type House } from './clusterStory.ts';

/** A Redis that takes the place of one that has ended. */
const test = base.extend<{ restartRedis: (house: House) => Promise<void> }>({
  restartRedis: async ({}, use) => {
    const started: { stop: () => Promise<void> }[] = [];
    await use(async ({ cluster: { redisChoices } }) => {
      started.push(await startRedis(redisChoices, () => {}));
      await expect.poll(() => isAnswered({ address: '127.0.0.1', port: redisChoices.port })).toBe(true);
    });
    await Promise.all(started.map((redis) => redis.stop()));
  },
});

for (const seconds of [5, 60]) {
  test(`Redis stands still for ${String(seconds)} s: pictures go on, and afterwards newcomers get in`, async ({
    join,
    openNodes,
  }) => {
    const house = await openNodes();
    const { redis } = house.cluster;
    const aiko = await join({ name: 'Aiko', origin: house.url, query: '' });
    const ben = await join({ name: 'Ben', origin: house.url, query: '', context: listening(house.url) });
    await expectMovingPicture(ben, 'Aiko');

    kill(redis, 'SIGSTOP');
    await wait(seconds * 1000);
    await expectMovingPicture(ben, 'Aiko');
    kill(redis, 'SIGCONT');

    const chika = await join({ name: 'Chika', origin: house.url, query: '', context: listening(house.url) });
    await expectMovingPicture(chika, 'Aiko');
    await expectMovingPicture(ben, 'Aiko');
    await expect(aiko.getByText('3 people')).toBeVisible();
    await expect(ben.getByText('3 people')).toBeVisible();
  });
}

test('Redis comes back with its data: the call has gone on, and a newcomer meets it', async ({
  join,
  openNodes,
  restartRedis,
}) => {
  const house = await openNodes();
  await join({ name: 'Aiko', origin: house.url, query: '' });
  const ben = await join({ name: 'Ben', origin: house.url, query: '', context: listening(house.url) });
  await expectMovingPicture(ben, 'Aiko');
  // What is on the disk within a second has to be there.
  await wait(2000);

  kill(house.cluster.redis, 'SIGKILL');
  await house.cluster.redis.ended;
  await expectMovingPicture(ben, 'Aiko');
  await restartRedis(house);

  const chika = await join({ name: 'Chika', origin: house.url, query: '', context: listening(house.url) });
  await expectMovingPicture(chika, 'Aiko');
  await expect(tile(chika, 'Ben')).toBeVisible();
});

test('Redis comes back without its data: the call goes on, but a newcomer gets another room of that name', async ({
  join,
  openNodes,
  restartRedis,
}) => {
  const house = await openNodes();
  const aiko = await join({ name: 'Aiko', origin: house.url, query: '' });
  const host = house.hostOf('my-first-room');

  kill(house.cluster.redis, 'SIGKILL');
  await house.cluster.redis.ended;
  const { folder } = house.cluster.redisChoices;
  for (const name of await readdir(folder)) {
    if (name.startsWith('appendonly')) await rm(joinPath(folder, name), { recursive: true });
  }
  await restartRedis(house);

  // The nodes tell it every two seconds that they are there.
  await expect.poll(() => askRedis(house.cluster, 'HLEN', 'nodes')).toBe('2');
  const chika = await join({ name: 'Chika', origin: house.url, query: '', context: listening(house.url) });
  expect(house.hostOf('my-first-room')).toBe(house.otherThan(host));
  await expect(tile(chika, 'Chika \\(you\\)')).toBeVisible();
  await wait(5000);
  await expect(tile(chika, 'Aiko')).toHaveCount(0);
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
});
