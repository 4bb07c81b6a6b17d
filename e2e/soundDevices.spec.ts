import { launch, type Browser, type Page } from 'puppeteer-core';
import { realDevices } from '../testing/browserArguments.ts';
import { answerPrompt, askAtOnce } from './answerPrompt.ts';
import { findChromium } from '../testing/chromium.ts';
import { findFirefox } from '../testing/firefox.ts';
import { keepTracks, openLabels } from './keepTracks.ts';
import { noOwnAddress, ownAddress } from './ownAddress.ts';
import { tile } from '../testing/observe.ts';
import { systemAccess } from './runInFirefox.ts';
import { openSoundServer, whyNoSoundServer, type SoundServer } from '../testing/soundServer.ts';
import { expect, test as base } from '../testing/e2eTest.ts';
import { watchPuppeteer } from '../testing/uncaught.ts';

/**
 * Playwright's `test` with a function that opens Firefox or Chromium with the devices of a real sound server, and
 * without a camera.
 */
const test = base.extend<{ open: (browser: 'Firefox' | 'Chromium', isAsked?: boolean) => Promise<Browser> }>({
  open: async ({}, use) => {
    const closing: (() => Promise<void>)[] = [];
    const server: SoundServer = await openSoundServer();
    await use(async (browser, isAsked = false) => {
      const env = { ...process.env, ...server.environment };
      const opened = await (browser === 'Firefox'
        ? launch({
            browser: 'firefox',
            executablePath: findFirefox() ?? 'firefox',
            headless: true,
            env,
            args: [systemAccess],
            extraPrefsFirefox: { ...askAtOnce, 'media.navigator.permission.disabled': !isAsked },
          })
        : launch({ executablePath: findChromium() ?? 'chromium', headless: true, env, args: realDevices }));
      closing.push(() => opened.close());
      return watchPuppeteer(opened);
    });
    for (const close of closing) await close();
    await server.close();
  },
});

test.skip(() => whyNoSoundServer() !== undefined, whyNoSoundServer() ?? '');
test.skip(ownAddress === undefined, noOwnAddress);

const chooser = (label: string) => `::-p-aria([name="${label}"][role="combobox"])`;
const item = (device: string) => `::-p-aria([name="${device}"][role="menuitemradio"])`;
const labels = (page: Page) => expect.poll(() => page.evaluate(openLabels));
const speakers = (page: Page) => expect.poll(() => page.evaluate(speakersInUse));

/** Chooses a microphone or speaker in the lobby. */
async function choose(page: Page, label: string, device: string): Promise<void> {
  const list = await page.waitForSelector(chooser(label));
  const option = await list?.waitForSelector(`::-p-xpath(.//option[. = "${device}"])`);
  await list?.select((await option?.evaluate((one) => String(Reflect.get(one, 'value')))) ?? '');
}

async function click(page: Page, selector: string): Promise<void> {
  await (await page.waitForSelector(selector))?.click();
}

/** Returns the names of the speakers that play the others' voices. Runs in the page. */
async function speakersInUse(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return [...document.querySelectorAll('audio')].map(
    ({ sinkId }) =>
      devices.find(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === sinkId)?.label ?? sinkId,
  );
}

for (const browser of ['Firefox', 'Chromium'] as const) {
  test(`${browser} uses the chosen microphone and speaker of several real ones in the lobby, in the room, after an automatic rejoin and at the next visit`, async ({
    open,
    openServer,
    join,
  }) => {
    const server = await openServer({}, { address: ownAddress ?? '', isOpen: true });
    const ben = await join({ name: 'Ben', video: 'off', origin: server.url, query: '' });
    const page = await (await open(browser)).newPage();
    await page.evaluateOnNewDocument(keepTracks);
    await page.goto(`${server.url}?name=Aiko&lang=en`);
    await labels(page).toHaveLength(1);
    await choose(page, 'Microphone to use', 'Microphone-2');
    await labels(page).toEqual(['Microphone-2']);
    await choose(page, 'Speaker to use', 'Speaker-2');

    await click(page, 'button[type=submit]');
    await expect(tile(ben, 'Aiko')).toBeVisible();
    await labels(page).toEqual(['Microphone-2']);
    await speakers(page).toEqual(['Speaker-2']);
    await click(page, 'button[aria-label="Audio devices"]');
    await click(page, item('Microphone-1'));
    await labels(page).toEqual(['Microphone-1']);
    await speakers(page).toEqual(['Speaker-2']);
    await click(page, 'button[aria-label="Audio devices"]');
    await click(page, item('Speaker-1'));
    await speakers(page).toEqual(['Speaker-1']);
    // Chooses devices that are not the browser's defaults, so that the next steps can tell a remembered choice from a
    // default.
    for (const device of ['Microphone-2', 'Speaker-2']) {
      await click(page, 'button[aria-label="Audio devices"]');
      await click(page, item(device));
    }
    await labels(page).toEqual(['Microphone-2']);
    await speakers(page).toEqual(['Speaker-2']);

    // The test dispatches a `freeze` event, at which LiveKit's client leaves the room. The app rejoins with a new Room
    // object, which must use the chosen devices, too.
    await page.evaluate(() => dispatchEvent(new Event('freeze')));
    await expect(tile(ben, 'Aiko')).toHaveCount(0);
    await expect(tile(ben, 'Aiko')).toHaveCount(1);
    await labels(page).toEqual(['Microphone-2']);
    await speakers(page).toEqual(['Speaker-2']);

    await page.reload();
    await labels(page).toEqual(['Microphone-2']);
    await click(page, 'button[type=submit]');
    await speakers(page).toEqual(['Speaker-2']);
  });
}

test('the microphone that a guest chooses in Firefox’s permission prompt is opened, shown and remembered', async ({
  open,
  home,
}) => {
  const page = await (await open('Firefox', true)).newPage();
  await page.evaluateOnNewDocument(keepTracks);
  const named = () =>
    expect.poll(() =>
      page.evaluate(() =>
        [...document.querySelectorAll('#root option:checked')].map(({ textContent }) => textContent),
      ),
    );
  await page.goto(`${home}?name=Aiko&lang=en`);
  const [first] = await answerPrompt(page, 'Microphone-2');
  expect(first).toBe('Microphone-1');
  await labels(page).toEqual(['Microphone-2']);
  await named().toContain('Microphone-2');

  await page.reload();
  await answerPrompt(page, 'first');
  await labels(page).toEqual(['Microphone-2']);
  await named().toContain('Microphone-2');

  await page.reload();
  await answerPrompt(page, 'refuse');
  await page.waitForSelector('::-p-text(How to allow)');
  await labels(page).toEqual([]);
});
