import type { Page } from 'playwright/test';
import { expectNoViolations, expectNoViolationsInLightAndDark } from './axe.ts';
import { startBadProxy, type Fault } from './badProxy.ts';
import { expect, test as base } from '../testing/e2eTest.ts';

function result(page: Page) {
  return page.getByRole('region', { name: 'Result' });
}

/** Playwright's `test` with a function that opens the connection check through a faulty proxy and starts the check. */
const test = base.extend<{ checkThrough: (fault: Fault) => Promise<Page> }>({
  checkThrough: async ({ server, page }, use) => {
    const closing: (() => void)[] = [];
    await use(async (fault) => {
      const proxy = await startBadProxy(server.url, fault);
      closing.push(proxy.close);
      await page.goto(`${proxy.url}?check`);
      await page.getByRole('button', { name: 'Start the check' }).click();
      await expect(result(page)).toBeVisible();
      return page;
    });
    await page.close();
    for (const close of closing) close();
  },
});

test('the check reports a proxy that removes the Upgrade headers, with the lines for nginx', async ({
  checkThrough,
}) => {
  const page = await checkThrough({ losesUpgrade: true });
  await expect(result(page)).toContainText('breaks its WebSocket');
  await expect(page.getByText('Let the proxy forward the Upgrade headers on /rtc.')).toBeVisible();
  await expect(page.getByText('proxy_set_header Upgrade $http_upgrade;')).toBeVisible();
});

test('the check reports a proxy that rejects addresses of more than 2 kB, with its status', async ({
  checkThrough,
}) => {
  const page = await checkThrough({ longestAddress: 2048 });
  await expect(result(page)).toContainText('blocks joining');
  await expect(page.getByText(/^A proxy rejects addresses of 3 kB \(status 414\)/)).toBeVisible();
  await expect(page.getByText('large_client_header_buffers 4 32k;')).toBeVisible();
});

test('the check reports a proxy that closes silent WebSockets, with its time-out', async ({
  checkThrough,
}) => {
  const page = await checkThrough({ idleMs: 2000 });
  await expect(result(page)).toContainText('you will be disconnected now and then');
  await expect(page.getByText(/^A proxy closes WebSockets that are silent for \d+ s/)).toBeVisible();
});

test('the check reports a slow proxy, with the measured time', async ({ checkThrough }) => {
  const page = await checkThrough({ delayMs: 1600 });
  await expect(page.getByText(/^You can join, but it takes long/)).toBeVisible();
  await expect(page.getByText(/^An answer took \d+ ms/)).toBeVisible();
});

test('a guest who cannot join finds a link to the check beside the failure, and can go back to the room', async ({
  openLobby,
  openServer,
}) => {
  const server = await openServer();
  const aiko = await openLobby({ name: 'Aiko', origin: server.url, query: '' });
  if (server.livekit.pid === undefined) throw new Error('LiveKit has no process id');
  process.kill(server.livekit.pid, 'SIGKILL');
  await aiko.getByRole('button', { name: 'Join' }).click();
  const opening = aiko.waitForEvent('popup');
  await aiko.getByRole('link', { name: 'Check your connection' }).click();
  const check = await opening;
  await check.getByRole('button', { name: 'Start the check' }).press('Enter');
  await expect(check.getByText(/^The video server isn’t answering\./)).toBeVisible();

  await check.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await check.getByRole('button', { name: 'Copy the report for the host' }).click();
  await expect(check.getByText('Copied.')).toBeVisible();
  const report = await check.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('[blocked] Connection to the video server');
  expect(report).toContain('rtc/v1/validate');
  expect(report).not.toContain('eyJ');
  await expect(aiko.getByRole('textbox', { name: 'Your name' })).toHaveValue('Aiko');
});

test('the check can be stopped, and does not disturb the call', async ({ openLobby, join, server, room }) => {
  const aiko = await join({ name: 'Aiko' });
  const check = await openLobby({ name: 'Ben', query: `check&room=${room}` });
  await check.getByRole('button', { name: 'Start the check' }).click();
  await expect(check.getByText(/^udp .* answers in/)).toBeVisible();
  await expect(aiko.getByText('1 person')).toBeVisible();
  await check.getByRole('button', { name: 'Stop' }).click();
  await expect(check.getByText('You stopped the check.')).toBeVisible();
  await expect(check.getByRole('button', { name: 'Check again' })).toBeFocused();

  const { RoomServiceClient } = await import('livekit-server-sdk');
  const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
  // Waits until the server has none of the rooms of the connection check left: they end with the check.
  await expect
    .poll(async () => (await host.listRooms()).map(({ name }) => name).filter((name) => /check/.test(name)))
    .toEqual([]);
  await check.getByRole('link', { name: 'To the room' }).click();
  await expect(check.getByRole('button', { name: 'Join' })).toBeVisible();
});

test('axe finds nothing in the check before it begins', async ({ openLobby }) => {
  const check = await openLobby({ name: 'Aiko', query: 'check' });
  await expect(check.getByRole('button', { name: 'Start the check' })).toBeVisible();
  await expectNoViolations(check);
});

test('axe finds nothing in the results of the check, in light and dark, and they fit on a phone', async ({
  checkThrough,
}) => {
  const page = await checkThrough({ losesUpgrade: true });
  await page.setViewportSize({ width: 360, height: 800 });
  // Without reduced motion axe would measure colours in the middle of a transition.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [language, heading] of [
    ['English', 'Connection check'],
    ['日本語', '接続の確認'],
  ]) {
    await page.getByRole('combobox').selectOption(language ?? '');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading ?? '');
    await expectNoViolationsInLightAndDark(page, language);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
  }
});
