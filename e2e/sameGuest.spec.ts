import { setTimeout as wait } from 'node:timers/promises';
import { expect, expectBack, test as base } from '../testing/faults.ts';
import { inRoom } from '../testing/inRoom.ts';
import { expectMovingPicture, expectSound } from '../testing/observe.ts';
import { joinWithShortToken } from './shortToken.ts';
import { withSleepyTab, type SleepyTab } from './sleepyTab.ts';

const test = base.extend<{ sleepyTab: SleepyTab }>(withSleepyTab);

test('a duplicated tab takes the call over, and the first one takes it back with one click', async ({
  join,
}) => {
  const ben = await join({ name: 'Ben' });
  const aiko = await join({ name: 'Aiko' });
  await expectMovingPicture(ben, 'Aiko');

  // As with a browser's "Duplicate": the new tab begins with a copy of the tab's storage.
  const opening = aiko.waitForEvent('popup');
  await aiko.evaluate(() => void open(location.href));
  const copy = await opening;
  await copy.getByRole('button', { name: 'Join' }).click();
  await inRoom(copy);
  await expect(
    aiko.getByRole('heading', { name: 'You are in this room in another tab or window now.' }),
  ).toBeVisible();
  await expectMovingPicture(ben, 'Aiko');
  await expect(ben.getByText('2 people')).toBeVisible();

  await aiko.getByRole('button', { name: 'Move here' }).click();
  await expectMovingPicture(aiko, 'Ben');
  await expect(copy.getByRole('button', { name: 'Move here' })).toBeVisible();
  await expectMovingPicture(ben, 'Aiko');
  await expect(ben.getByText('2 people')).toBeVisible();
});

test(
  'a page that was frozen is in the room again when it wakes, also where LiveKit’s client has left',
  { tag: '@waits' },
  async ({ join, server, room, sleepyTab }) => {
    const ben = await join({ name: 'Ben' });
    const { page: aiko } = sleepyTab;
    await aiko.goto(`${server.url}?room=${room}&name=Aiko&lang=en`);
    await aiko.getByRole('button', { name: 'Join' }).click();
    await expectMovingPicture(ben, 'Aiko');
    await expectMovingPicture(aiko, 'Ben');

    async function expectAwake(): Promise<void> {
      await expectMovingPicture(aiko, 'Ben');
      await expectMovingPicture(ben, 'Aiko');
      await expectSound(ben);
      await expect(ben.getByText('2 people')).toBeVisible();
    }

    // Chromium closes the signal socket of a page that it freezes (156).
    const isFrozen = aiko.evaluate(
      () => new Promise((resolve) => document.addEventListener('freeze', () => resolve(true))),
    );
    await sleepyTab.sleep();
    await wait(5000);
    await sleepyTab.wake();
    expect(await isFrozen).toBe(true);
    await expectAwake();

    // LiveKit's client leaves when the window hears of `freeze` (client-sdk-js#1968). Chromium tells the document alone.
    await aiko.evaluate(() => dispatchEvent(new Event('freeze')));
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    await aiko.evaluate(() => document.dispatchEvent(new Event('resume')));
    await expectAwake();
  },
);

test(
  'a token endpoint that is gone while LiveKit restarts is waited for',
  { tag: '@waits' },
  async ({ join, openServer, restartLivekit }) => {
    const server = await openServer();
    const { pid } = server.livekit;
    if (pid === undefined) throw new Error('LiveKit has no process id');
    const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    await expectMovingPicture(aiko, 'Ben');
    for (const guest of [aiko, ben])
      await guest.route('**/token', (route) => route.abort('connectionrefused'));

    // The first asks it to wait for the guests, the second not to. Two at once may be taken for one.
    process.kill(pid, 'SIGTERM');
    await wait(500);
    process.kill(pid, 'SIGTERM');
    // Now and then it is gone before its goodbye is out: then LiveKit's client tries for up to 40 s first.
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    await restartLivekit(server);
    await wait(4000);
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    for (const guest of [aiko, ben]) await guest.unroute('**/token');
    await expectMovingPicture(aiko, 'Ben');
    await expectMovingPicture(ben, 'Aiko');
    await expect(aiko.getByText('2 people')).toBeVisible();
  },
);

test('a guest whose token ran out while the way to the server was cut is back with a fresh one', async ({
  join,
  openLobby,
  server,
  room,
  pathTo,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const path = await pathTo(server);
  const ben = await openLobby({ name: 'Ben', origin: path.url, query: `room=${room}` });
  const endMs = await joinWithShortToken(ben, server.keys);
  await expectMovingPicture(aiko, 'Ben');
  await expectMovingPicture(ben, 'Aiko');

  path.cut('closed');
  await wait(Math.max(0, endMs + 1500 - Date.now()));
  const refused = ben.waitForResponse((response) => response.status() === 401);
  const freshToken = ben.waitForResponse('**/token');
  path.mend();
  const sinceMs = Date.now();
  await refused;
  expect((await freshToken).ok()).toBe(true);
  await expectBack(
    [
      [ben, 'Aiko'],
      [aiko, 'Ben'],
    ],
    sinceMs,
    'token ran out',
  );
  await expect(aiko.getByText('2 people')).toBeVisible();
});
