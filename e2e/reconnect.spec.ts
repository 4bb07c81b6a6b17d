import { setTimeout as wait } from 'node:timers/promises';
import { SignalRequest } from '@livekit/protocol';
import type { Page } from 'playwright/test';
import type { RunningRoom } from '../local/room.ts';
import { holdQueue } from './holdQueue.ts';
import { inRoom } from '../testing/inRoom.ts';
import { countOpenedDevices, expect, expectBack, recordAnnouncements, test } from '../testing/faults.ts';
import { announcement, expectMovingVideo, expectSilence, tile } from '../testing/observe.ts';

/**
 * Sends a signal to the server's LiveKit.
 *
 * @param pid process id of the LiveKit that runs now
 */
function kill({ livekit }: RunningRoom, signal: 'SIGTERM' | 'SIGKILL', pid = livekit.pid): void {
  if (pid === undefined) throw new Error('LiveKit has no process id');
  process.kill(pid, signal);
}

test(
  'guests return without a click after LiveKit was killed for 3 or 12 seconds',
  { tag: '@waits' },
  async ({ join, openServer, restartLivekit }) => {
    const server = await openServer();
    const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    await expect(announcement(aiko, 'Ben joined.')).toBeAttached();
    await expectMovingVideo(aiko, 'Ben');
    await expectMovingVideo(ben, 'Aiko');
    const announcements = await recordAnnouncements(aiko);
    const devicesOpened = await countOpenedDevices(aiko);

    kill(server, 'SIGKILL');
    await wait(3000);
    const second = await restartLivekit(server);
    await expectBack(
      [
        [aiko, 'Ben'],
        [ben, 'Aiko'],
      ],
      Date.now(),
      'SIGKILL, 3 s',
    );

    kill(server, 'SIGKILL', second.pid);
    await expect(aiko.getByText('Reconnecting…')).toBeVisible();
    // While Aiko's page reconnects, Ben's tile stays in its place and shows his last frame.
    await expect(tile(aiko, 'Ben')).toBeVisible();
    await wait(9000);
    await expect(tile(aiko, 'Ben')).toBeVisible();
    await expect(aiko.getByText('2 people')).toBeVisible();
    await restartLivekit(server);
    await expectBack(
      [
        [aiko, 'Ben'],
        [ben, 'Aiko'],
      ],
      Date.now(),
      'SIGKILL, 12 s',
    );
    // Waits for 9 s: Aiko's page keeps the tiles of guests who are away for 8 s.
    await wait(9000);
    expect(await announcements()).toBe('');
    expect(await devicesOpened(), 'camera and microphone stay open').toBe(0);
  },
);

test(
  'after a planned restart guests return, muted as before, and who clicked Join meanwhile gets in without another click',
  { tag: '@waits' },
  async ({ join, openLobby, openServer, restartLivekit }) => {
    const server = await openServer();
    const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    await expectMovingVideo(aiko, 'Ben');
    await ben.getByRole('button', { name: 'Microphone', exact: true }).click();
    await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted/);

    // The first SIGTERM makes LiveKit wait for the guests to leave, the second one ends it. Two signals at once may
    // arrive as one, so the test waits in between.
    kill(server, 'SIGTERM');
    await wait(500);
    kill(server, 'SIGTERM');
    // Waits longer than usual: sometimes LiveKit ends before every guest has received its leave message, and then
    // LiveKit's client first tries to reconnect for up to 40 s.
    for (const guest of [aiko, ben]) {
      const why = /The video server was shut down or restarted|The connection to the room was lost/;
      await expect(guest.getByRole('heading', { name: why })).toBeVisible();
      await expect(guest.getByText('Trying to rejoin')).toBeVisible();
    }
    // The tiles from before LiveKit ended are still visible, also one's own, with the last frame.
    await expect(tile(aiko, 'Ben')).toBeVisible();
    await expect(tile(aiko, 'Aiko').locator('canvas')).toBeVisible();

    const chika = await openLobby({ name: 'Chika', origin: server.url, query: '' });
    const refused = chika.waitForEvent('console', (message) =>
      /WebSocket connection .* failed/.test(message.text()),
    );
    await chika.getByRole('button', { name: 'Join' }).click();
    await refused;
    await restartLivekit(server);
    const backMs = Date.now();
    await inRoom(chika);
    await expectMovingVideo(aiko, 'Ben');
    await expectBack([[ben, 'Aiko']], backMs, 'two SIGTERMs');
    await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted/);
    await chika.getByRole('button', { name: 'Leave' }).click();
    await expectSilence(aiko);
    await expect(aiko.getByText('2 people')).toBeVisible();
  },
);

test(
  'a rejoin that is interrupted while camera and microphone are published is completed',
  { tag: '@waits' },
  async ({ join, openLobby, openServer, restartLivekit }) => {
    const server = await openServer();
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    const aiko = await openLobby({ name: 'Aiko', origin: server.url, query: '' });
    const breaks = await breakNextPublishing(aiko);
    await aiko.getByRole('button', { name: 'Join' }).click();
    await expectMovingVideo(ben, 'Aiko');

    breaks.arm();
    kill(server, 'SIGKILL');
    await wait(3000);
    await restartLivekit(server);
    await expect.poll(breaks.count).toBe(1);
    await expectBack(
      [
        [aiko, 'Ben'],
        [ben, 'Aiko'],
      ],
      Date.now(),
      'SIGKILL, 3 s, and signalling that ends once more',
    );
  },
);

test(
  'messages that are written during a reconnection arrive once each and in order, and a file that it cuts can be sent again',
  { tag: '@waits' },
  async ({ join, openServer, restartLivekit }) => {
    const server = await openServer();
    const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    await expectMovingVideo(ben, 'Aiko');
    await aiko.getByRole('button', { name: 'Chat', exact: true }).click();
    const input = aiko.getByRole('textbox', { name: 'Write a message' });
    const written: string[] = [];
    async function write(): Promise<void> {
      const text = `Message ${written.length + 1}`;
      await input.fill(text);
      await input.press('Enter');
      written.push(text);
      await wait(200);
    }

    const queue = await holdQueue(aiko);
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.alloc(200_000, 'x') };
    await aiko.locator('input[type=file]').setInputFiles(file);
    await aiko.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(ben.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();

    kill(server, 'SIGKILL');
    await wait(2000);
    await expect(aiko.getByText('Reconnecting…')).toBeVisible();
    await queue.release();
    await write();
    await restartLivekit(server);
    // Waits for the data channel, too: LiveKit's client reports the reconnection about two seconds before the channel
    // works.
    await expect
      .poll(async () => {
        await write();
        return aiko.getByText('Reconnecting…').count();
      })
      .toBe(0);
    const atReturn = written.length;
    while (written.length < atReturn + 12) await write();

    await ben.getByRole('button', { name: /^Chat/ }).click();
    const log = ben.getByRole('log', { name: 'Messages' });
    await expect(log.getByText(written.at(-1) ?? '', { exact: true })).toBeVisible();
    expect(await log.getByText(/^Message \d+$/).allTextContents()).toEqual(written);
    await expect(log.getByText('The connection was cut, and the file did not arrive.')).toBeVisible();
    await aiko.getByRole('button', { name: 'Send again' }).click();
    await expect(log.getByRole('link', { name: 'Save notes.txt' })).toBeVisible();
  },
);

/**
 * After `arm` the page's next request to publish a track is not sent; instead its signal connection is closed, once.
 * `count` returns how often that has happened.
 */
async function breakNextPublishing(page: Page): Promise<{ arm: () => void; count: () => number }> {
  let isArmed = false;
  let count = 0;
  await page.routeWebSocket(/\/rtc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const isPublishing =
        typeof message !== 'string' && SignalRequest.fromBinary(message).message.case === 'addTrack';
      if (isArmed && isPublishing) {
        isArmed = false;
        count += 1;
        void socket.close({ code: 4000 });
        void server.close();
      } else {
        server.send(message);
      }
    });
  });
  return {
    arm: () => {
      isArmed = true;
    },
    count: () => count,
  };
}
