import { join as joinPath } from 'node:path';
import type { Page } from 'playwright/test';
import { createOrigin } from '../local/origin.ts';
import { builtProject } from '../local/project.ts';
import { serveOrigin } from '../local/serveOrigin.ts';
import { expectNoViolations } from './axe.ts';
import { fakeDevices } from '../testing/browserArguments.ts';
import { tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const instagram = `${iphone} Mobile/15E148 Instagram 389.0.0.28.88 (iPhone15,3; iOS 18_6; en_US; en; scale=3.00; 1290x2796)`;

const allow = 'How to allow camera and microphone';

/** Reloads the page so that it counts its calls of getUserMedia. Returns a function that reads the count. */
async function countQuestions(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      performance.mark('question');
      return await real(constraints).finally(() => performance.mark('answer'));
    };
  });
  await page.reload();
  return async () => {
    // Waits until every permission prompt is answered, because the app does not call getUserMedia again while one is
    // open.
    await page.waitForFunction(() => {
      const count = (name: string) => performance.getEntriesByName(name).length;
      return count('question') === count('answer');
    });
    return await page.evaluate(() => performance.getEntriesByName('question').length);
  };
}

/** Imitates browsers whose Permissions API does not support cameras. */
async function withoutPermissionsApi(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.permissions.query = () => Promise.reject(new TypeError('unknown'));
  });
  await page.reload();
}

async function expectOn(page: Page): Promise<void> {
  for (const name of ['Microphone', 'Video']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
}

test('a guest without permission sees the steps for this browser, and allowing the devices turns them on', async ({
  openLobby,
  refusing,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: refusing });
  const help = aiko.getByRole('region', { name: allow });
  await expect(help).toContainText('Click the symbol left of the address');
  await aiko.context().grantPermissions(['camera', 'microphone']);
  await expect(help).toBeHidden();
  await expectOn(aiko);
});

test('a guest without permission can click Try again, and then the focus moves to Join', async ({
  openLobby,
  refusing,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: refusing });
  const questions = await countQuestions(aiko);
  await withoutPermissionsApi(aiko);
  const tryAgain = aiko.getByRole('region', { name: allow }).getByRole('button', { name: 'Try again' });
  await expect(tryAgain).toBeVisible();
  const asked = await questions();
  await tryAgain.click();
  await expect(tryAgain).toBeFocused();
  // Waits until the second request has begun, before the test allows the devices: that request has to fail, or the
  // button would disappear too early.
  await expect.poll(questions).toBeGreaterThan(asked);
  await aiko.context().grantPermissions(['camera', 'microphone']);
  await tryAgain.click();
  await expectOn(aiko);
  await expect(tryAgain).toBeHidden();
  await expect(aiko.getByRole('button', { name: 'Join' })).toBeFocused();
});

test('a guest who was refused before the app rendered is not asked again when it renders', async ({
  openLobby,
  refusing,
}) => {
  const aiko = await openLobby({ name: 'Aiko', browser: refusing });
  let draw: (() => void) | undefined;
  await aiko.route(/\/lobby-[^/]*\.js$/, (route) => {
    draw = () => void route.continue();
  });
  const questions = await countQuestions(aiko);
  await aiko.waitForFunction(() => performance.getEntriesByName('answer').length === 1);
  await expect.poll(() => draw).toBeDefined();
  draw?.();
  await expect(aiko.getByRole('region', { name: allow })).toBeVisible();
  expect(await questions()).toBe(1);
});

test('returning to the page requests the devices once more', async ({ openLobby, refusing }) => {
  const aiko = await openLobby({ name: 'Aiko', browser: refusing });
  await withoutPermissionsApi(aiko);
  const questions = await countQuestions(aiko);
  await expect(aiko.getByRole('region', { name: allow })).toBeVisible();
  expect(await questions()).toBe(1);

  const goAndComeBack = () =>
    aiko.evaluate(() => {
      for (const name of ['blur', 'focus', 'pageshow', 'focus']) window.dispatchEvent(new Event(name));
    });
  await goAndComeBack();
  await expect(aiko.getByRole('region', { name: allow })).toBeVisible();
  expect(await questions()).toBe(2);

  await aiko.context().grantPermissions(['camera', 'microphone']);
  await goAndComeBack();
  await expectOn(aiko);
  expect(await questions()).toBe(3);
});

test('inside Instagram the lobby shows how to leave it before it requests devices, and the guest can listen', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko', context: { userAgent: instagram } });
  const questions = await countQuestions(aiko);
  await expect(aiko.getByRole('heading', { name: 'This page is open inside Instagram.' })).toBeVisible();
  await aiko.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await aiko.getByRole('button', { name: 'Copy link' }).click();
  await expect(aiko.getByRole('button', { name: 'Link copied' })).toBeVisible();
  expect(await aiko.evaluate(() => navigator.clipboard.readText())).toBe(aiko.url());

  await aiko.getByRole('button', { name: 'Listen only' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toHaveAccessibleName(/muted, video off/);
  expect(await questions()).toBe(0);
});

test('inside LINE the lobby has a link that leaves it, and a guest who stays can use the devices', async ({
  openLobby,
  openServer,
}) => {
  const hostKey = 'red-kettle-forty-nine';
  const { url: origin } = await openServer({ HOST_KEY: hostKey });
  const aiko = await openLobby({
    name: 'Aiko',
    origin,
    query: 'room=my-first-room',
    context: { userAgent: `${iphone} Mobile/15E148 Safari Line/15.12.1` },
  });
  await expect(aiko.getByRole('link', { name: 'Open in the browser' })).toHaveAttribute(
    'href',
    `${aiko.url()}&openExternalBrowser=1`,
  );
  // The page removes an invitation or a host key from its address at once, but “Open in the browser” must pass them on.
  // The link that the guest copies contains only the invitation.
  const page = new URL(aiko.url());
  for (const { pass, isCopied } of [
    { pass: `host=${hostKey}`, isCopied: false },
    { pass: 'invite=eyJ0.eyJ1.c2ln', isCopied: true },
  ]) {
    await aiko.goto('about:blank');
    await aiko.goto(`${page.href}#${pass}`);
    await expect(aiko.getByRole('link', { name: 'Open in the browser' })).toHaveAttribute(
      'href',
      `${page.href}&openExternalBrowser=1#${pass}`,
    );
    const link = isCopied ? `${page.href}#${pass}` : page.href;
    await expect(aiko.getByRole('textbox', { name: 'Link to this room' })).toHaveValue(link);
    await expect(aiko).toHaveURL(link);
  }
  await aiko.getByRole('button', { name: 'Try it here' }).click();
  await expectOn(aiko);
  await expect(aiko).toHaveURL(page.href);
});

test('an insecure page says so once, and guests can listen there', async ({ openLobby, launch }) => {
  const nobody = 'http://127.0.0.1:1';
  const served = await serveOrigin(
    createOrigin({
      app: await builtProject(joinPath(import.meta.dirname, '..'), { isBuilt: true }).openApp(),
      tokenHandlerUrl: () => nobody,
      livekitUrl: nobody,
      hosts: ['room.test'],
    }),
    { address: '127.0.0.1', port: 0 },
  );
  try {
    const aiko = await openLobby({
      name: 'Aiko',
      browser: await launch([...fakeDevices, '--host-resolver-rules=MAP room.test 127.0.0.1']),
      origin: `http://room.test:${served.port}/`,
    });
    await expect(aiko.getByText('only on a secure page. Ask')).toHaveCount(1);
    await expect(aiko.getByRole('region', { name: allow })).toHaveCount(0);
    await expect(aiko.getByRole('button', { name: 'Listen only' })).toBeVisible();
  } finally {
    await served.close();
  }
});

test('the microphone level meter moves with the microphone, and disappears when it is off', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  const meter = aiko.getByRole('meter', { name: 'Microphone level' });
  const level = async () => Number(await meter.getAttribute('aria-valuenow'));
  // The meter shows a beep and the silence after it: the test microphone beeps once a second.
  await expect.poll(level, { intervals: [50] }).toBeGreaterThan(30);
  await expect.poll(level, { intervals: [50] }).toBeLessThan(5);
  await expectNoViolations(aiko);
  await aiko.getByRole('button', { name: 'Microphone' }).click();
  await expect(meter).toHaveCount(0);
});

test('a guest who chooses Listen only is not asked for devices again, not even by Rejoin, and is asked at the next visit', async ({
  openLobby,
  server,
  room,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  const questions = await countQuestions(aiko);
  await expectOn(aiko);
  await aiko.getByRole('button', { name: 'Listen only' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toHaveAccessibleName(/muted, video off/);
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await aiko.getByRole('button', { name: 'Rejoin' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toHaveAccessibleName(/muted, video off/);
  expect(await questions()).toBe(1);

  await aiko.goto(`${server.url}?room=${room}`);
  await expectOn(aiko);
});

test(
  'the chosen speaker is remembered and plays voices and the app’s own sounds, in the room and after an automatic rejoin',
  { tag: '@window' },
  async ({ openLobby, join, server, room }) => {
    const aiko = await openLobby({ name: 'Aiko' });
    const choice = aiko.getByRole('combobox', { name: 'Speaker to use' });
    await expect(choice).toBeVisible();
    const speakers = await choice
      .locator('option')
      .evaluateAll((options) =>
        options.flatMap((option) => (option instanceof HTMLOptionElement ? option.value : [])),
      );
    const [last = '', other = ''] = speakers.toReversed();
    await choice.selectOption(last);
    await aiko.getByRole('button', { name: 'Test speaker' }).click();

    await aiko.addInitScript(() => {
      const contexts: unknown[] = [];
      Object.assign(globalThis, { contexts });
      globalThis.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options);
          contexts.push(this);
        }
      };
    });
    await aiko.goto(`${server.url}?room=${room}&name=Aiko`);
    await expect(choice).toHaveValue(last);
    await aiko.getByRole('button', { name: 'Join' }).click();
    const ben = await join({ name: 'Ben' });
    const sinks = () =>
      aiko
        .locator('audio')
        .evaluateAll((all) =>
          all.flatMap((audio) => (audio instanceof HTMLAudioElement ? audio.sinkId : [])),
        );
    await expect.poll(sinks).toContain(last);
    // The app has played the sound for Ben's arrival on the chosen speaker, too.
    const soundSinks = () =>
      aiko.evaluate(() => {
        const contexts: unknown = Reflect.get(globalThis, 'contexts');
        return Array.isArray(contexts)
          ? contexts.map((one: object): unknown => Reflect.get(one, 'sinkId'))
          : [];
      });
    await expect.poll(soundSinks).toContain(last);

    await aiko.getByRole('button', { name: 'Audio devices' }).click();
    await aiko
      .getByRole('group', { name: 'Speaker' })
      .getByRole('menuitemradio')
      .nth(speakers.indexOf(other))
      .click();
    await expect.poll(sinks).toContain(other);
    const element = await aiko.locator('audio').first().elementHandle();
    // The test dispatches a `freeze` event, at which LiveKit's client leaves the room. The app rejoins with a new Room
    // object, which must play on the chosen speaker, too.
    await aiko.evaluate(() => dispatchEvent(new Event('freeze')));
    await expect.poll(() => element?.evaluate(({ isConnected }) => isConnected)).toBe(false);
    await expect.poll(sinks).toEqual([other]);
    await ben.close();
    // The sound for Ben's leaving is the first one that the app plays since the speaker was changed.
    await expect.poll(soundSinks).toContain(other);
    expect(await soundSinks()).not.toContain(last);
  },
);

test('the lobby requests 540p from a phone’s camera, and 360p from an old phone’s', async ({
  openLobby,
  launch,
}) => {
  const phone =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
  for (const [memoryGb, height] of [
    [8, 540],
    [2, 360],
  ] as const) {
    const aiko = await openLobby({
      name: 'Aiko',
      browser: await launch(fakeDevices),
      context: { userAgent: phone },
    });
    await aiko.addInitScript((gb) => {
      Object.defineProperty(navigator, 'deviceMemory', { value: gb });
    }, memoryGb);
    await aiko.reload();
    await expect
      // Takes the visible lobby: until the app has loaded, index.html has one for each language.
      .poll(() =>
        aiko
          .getByRole('region', { name: 'Your video' })
          .locator('video')
          .evaluate((video) => Reflect.get(video, 'videoHeight')),
      )
      .toBe(height);
  }
});

test(
  'the screen stays on during the call, and while a guest waits for a host',
  { tag: '@window' },
  async ({ openLobby, openServer }) => {
    const { url: origin } = await openServer({ HOST_KEY: 'red-kettle-forty-nine', ROOM_ENTRY: 'knock' });
    await expectAwake(await openLobby({ name: 'Ben', origin, query: '' }), 'Ask to join', 'Cancel');
    await expectAwake(await openLobby({ name: 'Aiko' }), 'Listen only', 'Leave');
  },
);

/** Expects that the screen stays on after a click on one button, until a click on the other one. */
async function expectAwake(page: Page, from: string, until: string): Promise<void> {
  await page.addInitScript(() => {
    const real = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const lock = await real(type);
      performance.mark('awake');
      lock.addEventListener('release', () => performance.mark('asleep'));
      return lock;
    };
  });
  await page.reload();
  const happened = (name: string) => page.evaluate((mark) => performance.getEntriesByName(mark).length, name);
  await page.getByRole('button', { name: from }).click();
  await expect.poll(() => happened('awake')).toBeGreaterThan(0);
  expect(await happened('asleep')).toBe(0);
  await page.getByRole('button', { name: until }).click();
  await expect.poll(async () => (await happened('awake')) - (await happened('asleep'))).toBe(0);
}

test('the page can be put on a home screen and has a card in chats: its manifest and every icon and picture are there', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  const links = aiko.locator('link[rel="manifest"], link[rel="apple-touch-icon"], link[rel="icon"]');
  const addresses = await links.evaluateAll((all) =>
    all.flatMap((link) => (link instanceof HTMLLinkElement ? link.href : [])),
  );
  expect(addresses).toHaveLength(3);
  const manifestAddress = addresses.find((address) => address.endsWith('.webmanifest')) ?? '';
  const manifest: unknown = await (await aiko.request.get(manifestAddress)).json();
  expect(manifest).toMatchObject({
    name: 'First Room',
    display: 'standalone',
    icons: expect.arrayContaining([
      expect.objectContaining({ sizes: '192x192' }),
      expect.objectContaining({ sizes: '512x512', purpose: 'maskable' }),
    ]),
  });
  // Without a `start_url` the icon on the home screen opens the room from which the app was installed.
  expect(manifest).not.toHaveProperty('start_url');
  const text = JSON.stringify(manifest);
  const icons = [...text.matchAll(/"src":"([^"]+)"/g)].map(
    (match) => new URL(match[1] ?? '', manifestAddress).href,
  );
  for (const address of [...icons, ...addresses]) {
    expect((await aiko.request.get(address)).status(), address).toBe(200);
  }
  const card = (name: string) => aiko.locator(`meta[property="og:${name}"]`).getAttribute('content');
  expect(await card('title')).toBe('First Room');
  expect(await card('description')).not.toBe('');
  const picture = await aiko.request.get(new URL((await card('image')) ?? '', aiko.url()).href);
  expect(picture.status()).toBe(200);
  // Reads width and height, which a PNG has in bytes 16 to 23.
  const bytes = await picture.body();
  const size = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  expect(size).toEqual([1200, 630]);
  expect([await card('image:width'), await card('image:height')]).toEqual(size.map(String));
});

for (const [language, name] of Object.entries({ en: 'Join', ja: '参加する' })) {
  test(`Join is in view on a small phone, below every notice (${language})`, async ({
    openLobby,
    refusing,
    room,
  }) => {
    const sizes = [
      { width: 360, height: 640 },
      { width: 640, height: 360 },
    ] as const;
    const query = `room=${room}&lang=${language}`;
    const refused = await openLobby({
      name: 'Aiko',
      query,
      browser: refusing,
      context: { viewport: sizes[0] },
    });
    await expect(refused.getByRole('listitem').first()).toBeAttached();
    for (const size of sizes) {
      await refused.setViewportSize(size);
      await expect(refused.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
      await expectNoViolations(refused);
      // The help's text must not overlap the two buttons below it.
      const text = await refused.getByRole('status').locator('p').last().boundingBox();
      const toggle = await refused.getByRole('button', { pressed: false }).first().boundingBox();
      expect((text?.y ?? Infinity) + (text?.height ?? 0)).toBeLessThanOrEqual(toggle?.y ?? 0);
    }
    for (const userAgent of [instagram, `${iphone} Mobile/15E148 Safari Line/15.12.1`]) {
      const inside = await openLobby({ name: 'Aiko', query, context: { viewport: sizes[0], userAgent } });
      await expect(inside.getByRole('heading', { level: 2 })).toBeVisible();
      for (const size of sizes) {
        await inside.setViewportSize(size);
        await expect(inside.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
        await expectNoViolations(inside);
      }
    }
    // Shows the failure with the longest text, which has a link to the connection check.
    const failed = await openLobby({ name: 'Aiko', query, context: { viewport: sizes[0] } });
    await failed.route('**/token', (route) => route.abort());
    await failed.reload();
    await failed.getByRole('button', { name }).click();
    await expect(failed.getByRole('alert').getByRole('link')).toBeVisible();
    await expect(failed.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    await expectNoViolations(failed);
  });
}
