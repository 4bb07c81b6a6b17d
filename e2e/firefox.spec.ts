import { launch as launchFirefox, type Browser, type Page } from 'puppeteer-core';
import { dropInFirefox } from './dropInFirefox.ts';
import { serveFailing } from './failFiles.ts';
import { findFirefox } from '../testing/firefox.ts';
import { keepConnections } from './keepConnections.ts';
import { changedPixels, expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { noOwnAddress, ownAddress } from './ownAddress.ts';
import { systemAccess } from './runInFirefox.ts';
import { expect, test as base } from '../testing/e2eTest.ts';
import { watchPuppeteer } from '../testing/uncaught.ts';

/**
 * Runs Firefox through Puppeteer (WebDriver BiDi), because Playwright controls only its own patched build of Firefox.
 */
const test = base.extend<{ firefox: Browser }>({
  firefox: async ({}, use) => {
    const executablePath = findFirefox();
    if (!executablePath) throw new Error('There is no Firefox. `npm test` installs one, or says how to.');
    const browser = await launchFirefox({
      browser: 'firefox',
      executablePath,
      headless: true,
      args: [systemAccess],
      // Firefox's test devices are a moving image and a tone, which pages may use without a prompt.
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
      },
    });
    await use(watchPuppeteer(browser));
    await browser.close();
  },
});

/** Opens the lobby in Firefox and clicks Join. */
async function knock(firefox: Browser, address: string): Promise<Page> {
  const page = await firefox.newPage();
  await page.evaluateOnNewDocument(keepConnections);
  await page.goto(address);
  const join = await page.waitForSelector('button[type=submit]');
  await join?.click();
  return page;
}

/** Returns the energy of all sound that the page has received and decoded. Silence has no energy. Runs in the page. */
async function receivedEnergy(): Promise<number> {
  const connections: RTCPeerConnection[] = Reflect.get(globalThis, 'keptConnections');
  let energy = 0;
  for (const connection of connections) {
    const stats = await connection.getStats();
    stats.forEach((entry) => {
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio') energy += entry.totalAudioEnergy ?? 0;
    });
  }
  return energy;
}

const imageFile = `${import.meta.dirname}/../public/card.png`;

test('Firefox and Chromium see and hear each other and exchange files, and a dropped file does not take Firefox out of the call', async ({
  firefox,
  join,
  openServer,
}) => {
  test.skip(ownAddress === undefined, noOwnAddress);
  const server = await openServer({}, { address: ownAddress ?? '', isOpen: true });
  const aiko = await join({ name: 'Aiko', origin: server.url, query: '' });
  const fox = await knock(firefox, `${server.url}?name=Fox&lang=en`);

  await expect(tile(aiko, 'Fox')).toBeVisible();
  await expectMovingVideo(aiko, 'Fox');
  await expectSound(aiko);

  const video = await fox.waitForSelector('li[aria-label^="Aiko"] video');
  await expect
    .poll(async () => (await video?.evaluate(changedPixels)) ?? 0, {
      message: 'Aiko moves in Firefox',
    })
    .toBeGreaterThan(20);
  // Reads from the connection's statistics whether sound arrives: without a sound card Firefox starts no audio context.
  await expect
    .poll(() => fox.evaluate(receivedEnergy), { message: 'Aiko is heard in Firefox' })
    .toBeGreaterThan(0.001);

  await aiko.getByRole('button', { name: 'Chat', exact: true }).click();
  await aiko.locator('input[type=file]').setInputFiles(imageFile);
  await aiko.getByRole('button', { name: 'Send', exact: true }).click();
  await (await fox.waitForSelector('::-p-aria([name="Chat, 1 unread"][role="button"])'))?.click();
  const received = await fox.waitForSelector('img[alt="card.png"]');
  await expect
    .poll(() => received?.evaluate((image) => image.naturalWidth), { message: 'the image in Firefox' })
    .toBe(1200);
  await (await fox.waitForSelector('input[type=file]'))?.uploadFile(import.meta.filename);
  await (await fox.waitForSelector('form button[type=submit][aria-disabled=false]'))?.click();
  await expect(aiko.getByRole('link', { name: 'Save firefox.spec.ts' })).toBeVisible();

  const dropped = `${server.url}icon.svg`;
  await dropInFirefox(fox, import.meta.filename, dropped);
  // Without the app's drop handlers the drop above would have ended the call: when the same file is dropped on a page
  // without drop handlers, Firefox opens the file in place of the page.
  const unprotected = await firefox.newPage();
  await unprotected.goto(`${server.url}config.json`);
  await dropInFirefox(unprotected, import.meta.filename, dropped);
  await expect.poll(async () => (await firefox.pages()).map((page) => page.url())).toContain(dropped);
  expect(await fox.evaluate(() => location.search)).toBe('?name=Fox&lang=en');
  await expect(tile(aiko, 'Fox')).toBeVisible();
});

const isTold = (page: Page) =>
  page.evaluate(() => document.querySelector('[data-not-loaded=en]')?.checkVisibility() ?? false);

/**
 * Waits for the message that says what to do if the room is on loopback only. A join in Firefox gets no further here,
 * because Firefox exchanges no media on loopback.
 */
const expectJoined = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => document.querySelector('#root [role=alert]')?.textContent ?? ''))
    .toContain('npm start -- --lan');

const nameField = '[data-first-lobby]:not([hidden]) input, form input';
const joinButton = '::-p-aria([name="Join"][role="button"])';

test('in Firefox, which does not retry a module that failed to load, the page reloads itself and joins by itself; the lobby works after its first file failed to load once', async ({
  firefox,
  server,
  room,
}) => {
  // A tab beside the one in which livekit-client fails: what fails there is the file that starts the app.
  async function startAgain(): Promise<void> {
    const origin = await serveFailing(server, /\/assets\/boot-/);
    try {
      const fox = await firefox.newPage();
      await fox.goto(`${origin.url}?room=${room}&name=Foxy&lang=en`);
      await expect.poll(() => isTold(fox)).toBe(true);
      origin.failing = undefined;
      // Waits until the app has loaded: the language chooser in index.html is disabled until then.
      await fox.waitForSelector('select[aria-label="Language"]:enabled');
      expect(await isTold(fox)).toBe(false);
      await (await fox.waitForSelector(joinButton))?.click();
      await expectJoined(fox);
      await fox.close();
    } finally {
      await origin.close();
    }
  }
  await startAgain();
  const origin = await serveFailing(server, /\/assets\/livekit-/);
  try {
    const fox = await firefox.newPage();
    await fox.goto(`${origin.url}?room=${room}&lang=en`);
    await fox.type(nameField, 'Foxy');
    await (await fox.waitForSelector(joinButton))?.click();
    await expect.poll(() => isTold(fox)).toBe(true);
    origin.failing = undefined;
    await expectJoined(fox);
    expect(await isTold(fox)).toBe(false);
    expect(await fox.evaluate(() => document.querySelector('input')?.value)).toBe('Foxy');
  } finally {
    await origin.close();
  }
});
