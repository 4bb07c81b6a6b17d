import type { Page } from 'playwright/test';
import { expect, test } from '../testing/faults.ts';
import { lendStopButton } from './lendStopButton.ts';
import { expectMovingVideo, expectSilence, expectSound, restingBox, tile } from '../testing/observe.ts';

/**
 * Disconnects the guest with a `freeze` event of the window, at which LiveKit's client leaves the room
 * (client-sdk-js#1968). The app then rejoins with a new Room object.
 */
async function loseRoom(page: Page): Promise<void> {
  const places = () =>
    page.locator('[data-tile], [role=group][aria-label=Controls] button').evaluateAll((all) =>
      all.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height].join(' ');
      }),
    );
  const before = await places();
  await page.evaluate(() => dispatchEvent(new Event('freeze')));
  await expect(page.getByText('Trying to rejoin')).toBeVisible();
  expect(await places(), 'tiles and controls stay where they are').toEqual(before);
}

async function returnToRoom(page: Page, other: string): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('resume')));
  await expect(page.getByText('Trying to rejoin')).toBeHidden();
  await expectMovingVideo(page, other);
}

async function widthOf(page: Page, name: string): Promise<number> {
  return (await restingBox(tile(page, name)))?.width ?? 0;
}

test(
  'volumes, a shared screen and the small window survive an automatic rejoin',
  { tag: '@window' },
  async ({ join }) => {
    const aiko = await join({ name: 'Aiko' });
    const ben = await join({ name: 'Ben' });
    await lendStopButton(aiko);
    await expectSound(aiko);
    await tile(aiko, 'Ben').hover();
    await aiko.getByRole('button', { name: 'Options for Ben' }).click();
    await aiko.getByRole('button', { name: 'Mute for me' }).click();
    await aiko.keyboard.press('Escape');
    await expectSilence(aiko);
    const share = aiko.getByRole('button', { name: 'Share screen' });
    await share.click();
    await expect(tile(ben, 'Aiko’s screen').locator('video')).toBeVisible();
    // The shared screen becomes as small as the other tiles.
    await ben.getByRole('button', { name: 'Make smaller: Aiko’s screen' }).click();
    await expect
      .poll(async () => (await widthOf(ben, 'Aiko’s screen')) - (await widthOf(ben, 'Ben')))
      .toBe(0);
    const opening = aiko.context().waitForEvent('page');
    await aiko.getByRole('button', { name: 'More', exact: true }).click();
    await aiko.getByRole('menuitem', { name: 'Open small window' }).click();
    const mini = await opening;

    await loseRoom(aiko);
    const microphone = aiko.getByRole('button', { name: 'Microphone', exact: true });
    await expect(microphone).toHaveAttribute('aria-pressed', 'true');
    await expect(microphone).toHaveAccessibleDescription('Works again when you are back in the room');
    for (const name of ['Microphone', 'Video', 'Audio devices', 'Raise hand', 'React']) {
      await expect(aiko.getByRole('button', { name, exact: true })).toBeDisabled();
    }
    // The button that stops the sharing stays enabled, because the browser goes on capturing the screen.
    await expect(share).toBeEnabled();
    await expect(aiko.getByRole('button', { name: 'Leave', exact: true })).toBeEnabled();
    await returnToRoom(aiko, 'Ben');
    await expect(microphone).toBeEnabled();
    await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted for you/);
    await expectSilence(aiko);
    await expect(share).toHaveAttribute('aria-pressed', 'true');
    const screen = tile(ben, 'Aiko’s screen').locator('video');
    await expect
      .poll(() => screen.evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : 0)))
      .toBeGreaterThan(0);
    // Waits until the tiles have moved to their places.
    await expect
      .poll(async () => (await widthOf(ben, 'Aiko’s screen')) - (await widthOf(ben, 'Ben')))
      .toBe(0);
    expect(mini.isClosed()).toBe(false);
    await expect(mini.getByRole('button', { name: 'Microphone' })).toBeVisible();

    // A shared screen that ends while the guest is disconnected is not published again, and a message says so.
    await loseRoom(aiko);
    await aiko.evaluate(() => dispatchEvent(new Event('end-share')));
    await returnToRoom(aiko, 'Ben');
    await expect(
      aiko.getByText('Screen sharing stopped because the connection was interrupted.'),
    ).toBeVisible();
    await expect(share).toHaveAttribute('aria-pressed', 'false');
    await expect(tile(ben, 'Aiko’s screen')).toHaveCount(0);
    await expect(tile(ben, 'Aiko')).toHaveCount(1);

    await tile(aiko, 'Ben').hover();
    await aiko.getByRole('button', { name: 'Options for Ben' }).click();
    await aiko.getByRole('button', { name: 'Mute for me' }).click();
    await expectSound(aiko);

    // Leaving the room ends the capture of the screen.
    await share.click();
    await expect(tile(ben, 'Aiko’s screen')).toBeVisible();
    const state = () =>
      aiko.evaluate(() => {
        const shared: MediaStream = Reflect.get(globalThis, 'sharedScreen');
        return shared.getVideoTracks()[0]?.readyState;
      });
    expect(await state()).toBe('live');
    await aiko.getByRole('button', { name: 'Leave', exact: true }).click();
    await expect.poll(state).toBe('ended');
  },
);

test(
  'a share that is stopped while signalling is down, or while a killed LiveKit restarts, stays stopped',
  { tag: '@window' },
  async ({ join, openServer, pathTo, restartLivekit }) => {
    const server = await openServer();
    const path = await pathTo(server);
    const ben = await join({ name: 'Ben', origin: server.url, query: '' });
    const aiko = await join({ name: 'Aiko', origin: path.url, query: '' });
    const share = aiko.getByRole('button', { name: 'Share screen' });
    const isSteady = () =>
      expect(aiko.locator('main[data-connection]')).toHaveAttribute('data-connection', 'steady');
    await share.click();
    await expect(tile(ben, 'Aiko’s screen')).toBeVisible();

    path.cut('closed');
    await expect(aiko.locator('main[data-connection]')).not.toHaveAttribute('data-connection', 'steady');
    await share.click();
    await expect(share).toHaveAttribute('aria-pressed', 'false');
    path.mend();
    await isSteady();
    await expect(tile(ben, 'Aiko’s screen')).toHaveCount(0);
    await expectMovingVideo(ben, 'Aiko');
    await expect(aiko.getByText('You are sharing your screen')).toHaveCount(0);
    await expect(share).toHaveAttribute('aria-pressed', 'false');

    await share.click();
    await expect(tile(ben, 'Aiko’s screen')).toBeVisible();
    if (server.livekit.pid === undefined) throw new Error('LiveKit has no process id');
    process.kill(server.livekit.pid, 'SIGKILL');
    await expect(aiko.getByText('Reconnecting…')).toBeVisible();
    await share.click();
    await expect(aiko.getByText('You are sharing your screen')).toHaveCount(0);
    await restartLivekit(server);
    await isSteady();
    await expectMovingVideo(ben, 'Aiko');
    await expect(aiko.getByText('You are sharing your screen')).toHaveCount(0);
    // This assertion waits for longer than 8 s, for which Ben's page keeps the tiles of participants who are away.
    await expect(tile(ben, 'Aiko’s screen')).toHaveCount(0);
    await expect(share).toHaveAttribute('aria-pressed', 'false');
  },
);
