import { devices, type Page } from 'playwright/test';
import { expectNoViolations } from './axe.ts';
import { keepConnections } from './keepConnections.ts';
import { withSleepyTab, type SleepyTab } from './sleepyTab.ts';
import { test as testOfFaults } from '../testing/faults.ts';
import { inRoom } from '../testing/inRoom.ts';
import { tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const hostKey = 'red-kettle-forty-nine';
const knockRoom = { HOST_KEY: hostKey, ROOM_ENTRY: 'knock' };

/** Finds a card over the host's stage by its title, such as “Ben wants to come in”. */
function card(page: Page, name: RegExp | string) {
  return page.getByRole('region', { name });
}

test('a guest knocks before any host is there, is announced to the host who comes, and comes in without another click and again after a reload', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer(knockRoom);
  const ben = await openLobby({ name: 'Ben', origin, query: '', video: 'off' });
  await ben.getByRole('button', { name: 'Ask to join' }).click();
  await expect(ben.getByRole('status').getByText('No host is here yet.')).toBeVisible();
  await expectNoViolations(ben);

  const host = await join({ name: 'Aiko', origin, query: '', fragment: `host=${hostKey}`, video: 'off' });
  await expect(card(host, 'Ben wants to come in')).toBeVisible();
  await expect(host).toHaveTitle(/^\(1\) /);
  await expectNoViolations(host);
  await expect(ben.getByRole('status').getByText('The host was told.')).toBeVisible();
  const admit = host.getByRole('button', { name: 'Admit Ben' });
  await admit.focus();
  await host.keyboard.press('Enter');
  await inRoom(ben);
  await expect(tile(ben, 'Aiko')).toBeVisible();
  await expect(tile(host, 'Ben')).toBeVisible();
  await expect(host.getByRole('region', { name: /wants? to come in/ })).toHaveCount(0);
  await expect(host.locator(':focus')).toHaveRole('status');
  await expect(host).not.toHaveTitle(/^\(/);

  await ben.reload();
  await ben.getByRole('button', { name: 'Join' }).click();
  await inRoom(ben);
});

test('a host turns the waiting room on and refuses a guest, who may ask again; a closed tab ends the knock; Admit all admits a phone in Japanese and everybody else', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ HOST_KEY: hostKey });
  const host = await join({ name: 'Aiko', origin, query: '', fragment: `host=${hostKey}`, video: 'off' });
  await host.getByRole('button', { name: 'More', exact: true }).click();
  await host.getByRole('menuitem', { name: 'People' }).click();
  const people = host.getByRole('dialog', { name: /^People/ });
  await people.getByRole('checkbox', { name: 'Waiting room' }).click();
  await expect(people.getByRole('checkbox', { name: 'Waiting room' })).toBeChecked();

  const ben = await openLobby({ name: 'Ben', origin, query: '', video: 'off' });
  await ben.getByRole('button', { name: 'Ask to join' }).click();
  await people.getByRole('button', { name: 'Refuse Ben' }).click();
  await expect(people.locator(':focus')).toHaveRole('status');
  await expect(ben.getByRole('alert')).toContainText('A host didn’t let you in.');
  await ben.getByRole('button', { name: 'Ask again' }).click();
  const phone = await openLobby({
    name: '愛子',
    origin,
    query: 'lang=ja',
    context: { ...devices['Pixel 7'], locale: 'ja-JP' },
  });
  await phone.getByRole('button', { name: '参加をリクエスト' }).click();
  const chie = await openLobby({ name: 'ben', origin, query: '', video: 'off' });
  await chie.getByRole('button', { name: 'Ask to join' }).click();
  await expect(people.getByRole('region', { name: '3 people want to come in' })).toContainText('ben (2)');
  await expect(phone.getByRole('status').getByText('主催者に通知しました。')).toBeVisible();
  await chie.close();
  await expect(people.getByRole('region', { name: '2 people want to come in' })).toBeVisible();
  await people.getByRole('button', { name: 'Admit all' }).click();
  await inRoom(ben);
  await expect(phone.getByRole('button', { name: '退出' })).toBeVisible();
  await expect(people.getByRole('listitem')).toHaveCount(3);
});

test('the browser of a guest who waits receives no name and no media of the room', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer(knockRoom);
  const host = await join({ name: 'Aiko-of-the-room', origin, query: '', fragment: `host=${hostKey}` });
  const other = await openLobby({ name: 'Chie-who-waits', origin, query: '', video: 'off' });
  await other.getByRole('button', { name: 'Ask to join' }).click();
  await expect(card(host, 'Chie-who-waits wants to come in')).toBeVisible();

  const ben = await openLobby({ name: 'Ben', origin, query: '', video: 'off' });
  await ben.addInitScript(keepConnections);
  const received: string[] = [];
  const bodies: Promise<string>[] = [];
  ben.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => received.push(payload.toString('latin1'))),
  );
  ben.on('response', (response) => bodies.push(response.text().catch(() => '')));
  await ben.reload();
  await ben.getByRole('button', { name: 'Ask to join' }).click();
  await expect(ben.getByRole('status').getByText('The host was told.')).toBeVisible();

  const messages = [...received, ...(await Promise.all(bodies))].join('\n');
  // Ben's own name is in the WebSocket messages, so the test can read them: the names of the others would be found,
  // too.
  expect(received.join('')).toContain('Ben');
  expect(messages).not.toContain('Aiko-of-the-room');
  expect(messages).not.toContain('Chie-who-waits');
  expect(await ben.evaluate(mediaPackets)).toBe(0);

  // After Ben's admission the same checks find media packets and the host's name, which proves that they can.
  await host.getByRole('button', { name: 'Admit Ben' }).click();
  await inRoom(ben);
  await expect.poll(() => ben.evaluate(mediaPackets)).toBeGreaterThan(0);
  expect(received.join('')).toContain('Aiko-of-the-room');
});

testOfFaults.extend<{ sleepyTab: SleepyTab }>(withSleepyTab)(
  'a host in another tab gets a notification when guests knock, and at most one sound in ten seconds; after a restart of LiveKit those who wait knock again without a click, and Refuse all refuses them',
  async ({ sleepyTab, openLobby, openServer, restartLivekit }) => {
    const server = await openServer(knockRoom);
    const host = sleepyTab.page;
    await host.context().grantPermissions(['notifications']);
    await host.addInitScript(recordKnocks);
    await host.goto(`${server.url}?name=Aiko&lang=en#host=${hostKey}`);
    await host.getByRole('button', { name: 'Join', exact: true }).click();
    await inRoom(host);
    await sleepyTab.hide();

    const ben = await openLobby({ name: 'Ben', origin: server.url, query: '', video: 'off' });
    await ben.getByRole('button', { name: 'Ask to join' }).click();
    await expect.poll(() => recorded(host, 'knockTexts')).toEqual(['Ben wants to come in']);
    const chie = await openLobby({ name: 'Chie', origin: server.url, query: '', video: 'off' });
    await chie.getByRole('button', { name: 'Ask to join' }).click();
    await expect
      .poll(() => recorded(host, 'knockTexts'))
      .toEqual(['Ben wants to come in', 'Chie wants to come in']);
    await expect(chie.getByRole('status').getByText('The host was told.')).toBeVisible();

    // The first SIGTERM makes LiveKit wait for the guests to leave, the second one ends it. Two signals at once may
    // arrive as one, so the test waits in between.
    const { pid } = server.livekit;
    if (pid === undefined) throw new Error('LiveKit has no process id');
    process.kill(pid, 'SIGTERM');
    await host.waitForTimeout(500);
    process.kill(pid, 'SIGTERM');
    await sleepyTab.wake();
    await expect(host.getByText('Trying to rejoin')).toBeVisible();
    await restartLivekit(server);
    await expect(card(host, '2 people want to come in')).toBeVisible();
    await host.getByRole('button', { name: 'Refuse all' }).click();
    for (const guest of [ben, chie]) {
      await expect(guest.getByRole('alert')).toContainText('A host didn’t let you in.');
    }

    const times = (await recorded(host, 'knockTimes')).map(Number);
    expect(times.length).toBeGreaterThan(0);
    for (const [index, time] of times.entries()) {
      if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThan(9900);
    }
  },
);

/**
 * Makes the page record the texts of its notifications and the times of its sounds for guests who knock. Runs in the
 * page.
 */
function recordKnocks(): void {
  const texts: string[] = [];
  const times: number[] = [];
  Object.assign(globalThis, {
    knockTexts: texts,
    knockTimes: times,
    Notification: class extends Notification {
      constructor(text: string, options?: NotificationOptions) {
        super(text, options);
        texts.push(text);
      }
    },
    OscillatorNode: class extends OscillatorNode {
      constructor(context: BaseAudioContext, options?: OscillatorOptions) {
        super(context, options);
        // The sound is two equal notes. Only the first of them is counted.
        const now = performance.now();
        if (options?.frequency === 587 && now - (times.at(-1) ?? -Infinity) > 50) times.push(now);
      }
    },
  });
}

function recorded(page: Page, name: 'knockTexts' | 'knockTimes'): Promise<unknown[]> {
  return page.evaluate((key) => {
    const list: unknown[] = Reflect.get(globalThis, key);
    return list;
  }, name);
}

/** Returns the number of media packets that all connections of the page have received. Runs in the page. */
async function mediaPackets(): Promise<number> {
  const connections: RTCPeerConnection[] = Reflect.get(globalThis, 'keptConnections');
  let packets = 0;
  for (const connection of connections) {
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type === 'inbound-rtp') packets += Number(stats.packetsReceived);
    }
  }
  return packets;
}
