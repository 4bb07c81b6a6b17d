import { setTimeout as wait } from 'node:timers/promises';
import { expect, expectBack, test as base } from '../testing/faults.ts';
import { inRoom } from '../testing/inRoom.ts';
import { expectMovingVideo, expectSound } from '../testing/observe.ts';
import { joinWithShortToken } from './shortToken.ts';
import { withSleepyTab, type SleepyTab } from './sleepyTab.ts';

const test = base.extend<{ sleepyTab: SleepyTab }>(withSleepyTab);

test('a duplicated tab takes over the call, and the first tab takes it back with one click', async ({
  join,
}) => {
  const ben = await join({ name: 'Ben' });
  const aiko = await join({ name: 'Aiko' });
  await expectMovingVideo(ben, 'Aiko');

  // Opens a second tab as "Duplicate" in a browser's tab menu does: the new tab begins with a copy of the session
  // storage.
  const opening = aiko.waitForEvent('popup');
  await aiko.evaluate(() => void open(location.href));
  const copy = await opening;
  await copy.getByRole('button', { name: 'Join' }).click();
  await inRoom(copy);
  await expect(
    aiko.getByRole('heading', { name: 'You are in this room in another tab or window.' }),
  ).toBeVisible();
  await expectMovingVideo(ben, 'Aiko');
  await expect(ben.getByText('2 people')).toBeVisible();

  await aiko.getByRole('button', { name: 'Move here' }).click();
  await expectMovingVideo(aiko, 'Ben');
  await expect(copy.getByRole('button', { name: 'Move here' })).toBeVisible();
  await expectMovingVideo(ben, 'Aiko');
  await expect(ben.getByText('2 people')).toBeVisible();
});

test(
  'a frozen page is in the room again when it resumes, also if LiveKit’s client has left',
  { tag: '@waits' },
  async ({ join, server, room, sleepyTab }) => {
    const ben = await join({ name: 'Ben' });
    const { page: aiko } = sleepyTab;
    await aiko.goto(`${server.url}?room=${room}&name=Aiko&lang=en`);
    await aiko.getByRole('button', { name: 'Join' }).click();
    await expectMovingVideo(ben, 'Aiko');
    await expectMovingVideo(aiko, 'Ben');

    async function expectAwake(): Promise<void> {
      await expectMovingVideo(aiko, 'Ben');
      await expectMovingVideo(ben, 'Aiko');
      await expectSound(ben);
      await expect(ben.getByText('2 people')).toBeVisible();
    }

    // Freezes the page for a while. Chromium closes the signal socket of a page that it freezes (seen in version 156).
    const isFrozen = aiko.evaluate(
      () => new Promise((resolve) => document.addEventListener('freeze', () => resolve(true))),
    );
    await sleepyTab.sleep();
    await wait(5000);
    await sleepyTab.wake();
    expect(await isFrozen).toBe(true);
    await expectAwake();

    // Dispatches a `freeze` event on the window, at which LiveKit's client leaves the room (client-sdk-js#1968).
    // Chromium itself dispatches this event only on the document.
    await aiko.evaluate(() => dispatchEvent(new Event('freeze')));
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    await aiko.evaluate(() => document.dispatchEvent(new Event('resume')));
    await expectAwake();
  },
);

test(
  'guests return after a restart of LiveKit during which the token endpoint was down',
  { tag: '@waits' },
  async ({ join, openServer, restartLivekit }) => {
    const server = await openServer();
    const { pid } = server.livekit;
    if (pid === undefined) throw new Error('LiveKit has no process id');
    const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    await expectMovingVideo(aiko, 'Ben');
    for (const guest of [aiko, ben])
      await guest.route('**/token', (route) => route.abort('connectionrefused'));

    // The first SIGTERM makes LiveKit wait for the guests to leave, the second one ends it. Two signals at once may
    // arrive as one, so the test waits in between.
    process.kill(pid, 'SIGTERM');
    await wait(500);
    process.kill(pid, 'SIGTERM');
    // Waits longer than usual: sometimes LiveKit ends before its leave message is sent, and then LiveKit's client first
    // tries to reconnect for up to 40 s.
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    await restartLivekit(server);
    await wait(4000);
    await expect(aiko.getByText('Trying to rejoin')).toBeVisible();
    for (const guest of [aiko, ben]) await guest.unroute('**/token');
    await expectMovingVideo(aiko, 'Ben');
    await expectMovingVideo(ben, 'Aiko');
    await expect(aiko.getByText('2 people')).toBeVisible();
  },
);

test(
  'a guest whose token expired while the connection was cut returns with a new token',
  { tag: '@waits' },
  async ({ join, openLobby, server, room, pathTo }) => {
    const aiko = await join({ name: 'Aiko' });
    const path = await pathTo(server);
    const ben = await openLobby({ name: 'Ben', origin: path.url, query: `room=${room}` });
    const endMs = await joinWithShortToken(ben, server.keys);
    await expectMovingVideo(aiko, 'Ben');
    await expectMovingVideo(ben, 'Aiko');

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
  },
);
