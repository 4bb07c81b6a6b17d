import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { expectNoViolations, expectNoViolationsInLightAndDark } from './axe.ts';
import { holdFiles } from './holdFiles.ts';
import { giveLanAddress } from '../testing/giveLanAddress.ts';
import { inRoom } from '../testing/inRoom.ts';
import { tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const root = joinPath(import.meta.dirname, '..');

const devices = {
  phones: {
    hasTouch: true,
    sizes: [
      { width: 360, height: 640 },
      { width: 640, height: 360 },
    ],
  },
  computers: {
    hasTouch: false,
    sizes: [
      { width: 768, height: 1024 },
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
    ],
  },
} as const;

/** Fails if the page is wider than the window, so that it can be scrolled sideways. */
async function expectToFit(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'pixels beyond the right edge').toBeLessThanOrEqual(0);
}

test('Join without a name shows a message and focuses the name field', async ({ openLobby }) => {
  // Opens the lobby on a phone, where it does not focus the empty name field by itself, because the keyboard would
  // cover the page.
  const page = await openLobby({ name: '', context: { hasTouch: true, isMobile: true } });
  const field = page.getByRole('textbox', { name: 'Your name' });
  await expect(page.getByRole('combobox', { name: 'Camera to use' })).toBeAttached();
  await expect(field).not.toBeFocused();
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('alert')).toHaveText('Please enter your name (1 to 60 characters).');
  await expect(field).toBeFocused();
});

test('a guest can join from the lobby with the keyboard alone', async ({ openLobby }) => {
  const page = await openLobby({ name: '' });
  // The lobby focuses the name field if it is empty.
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await page.keyboard.type('Aiko');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible();
  await page.getByRole('button', { name: 'Microphone' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'false');
  const leave = page.getByRole('button', { name: 'Leave' });
  for (let tabs = 0; tabs < 30 && !(await leave.evaluate((button) => button.matches(':focus'))); tabs += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rejoin' })).toBeVisible();
});

test('the language comes from the browser, the address or the guest’s choice, and the choice is remembered', async ({
  openLobby,
  server,
  room,
}) => {
  const page = await openLobby({ name: 'Aiko', context: { locale: 'ja-JP' } });
  await expect(page.getByRole('button', { name: '参加する' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.getByRole('combobox', { name: '言語' }).selectOption('English');
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.goto(`${server.url}?room=${room}&lang=ja`);
  await expect(page.getByRole('button', { name: '参加する' })).toBeVisible();
});

/** Matches all files of the app except index.html. */
const appFiles = /\/assets\//;

test('the lobby is visible before the app has loaded, and the app keeps the typed name', async ({
  page,
  server,
  room,
}) => {
  const letIn = await holdFiles(page, appFiles);
  await page.goto(`${server.url}?room=${room}&lang=ja`, { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { name: `${room} に参加` })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  const join = page.getByRole('button', { name: '参加する' });
  const field = page.getByRole('textbox', { name: 'お名前' });
  await expect(page.getByRole('button', { name: 'カメラ' })).toBeDisabled();
  // A click on Join without a name moves the focus to the name field.
  await join.click();
  await expect(field).toBeFocused();
  await page.keyboard.type('Aio');
  await page.keyboard.press('ArrowLeft');
  const before = await join.boundingBox();
  letIn();
  await expect(page.getByRole('button', { name: 'カメラ' })).toBeEnabled();
  await expect(field).toBeFocused();
  await page.keyboard.type('k');
  await expect(field).toHaveValue('Aiko');
  // The list of cameras is visible only when the app has loaded. Join must still be in the place that it had before.
  await expect(page.getByRole('combobox', { name: '使用するカメラ' })).toBeVisible();
  const after = await join.boundingBox();
  expect(after).toEqual(before);
  await join.click();
  await expect(page.getByRole('listitem', { name: /^Aiko/ })).toBeVisible();
});

test('camera and microphone are requested once, before the app has loaded, and the app uses them', async ({
  page,
  server,
  room,
}) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => {
      performance.mark('asked', { detail: Object.keys(constraints ?? {}) });
      return ask(constraints);
    };
  });
  const asked = () =>
    page.evaluate(() =>
      performance.getEntriesByName('asked').map((mark): unknown => Reflect.get(mark, 'detail')),
    );
  const letIn = await holdFiles(page, appFiles);
  const open = () => page.goto(`${server.url}?room=${room}&name=Aiko&lang=en`, { waitUntil: 'commit' });
  await open();
  await expect.poll(asked).toEqual([['audio', 'video']]);
  letIn();
  await expect
    .poll(() =>
      page
        .getByRole('region', { name: 'Your video' })
        .locator('video')
        .evaluate((video: HTMLVideoElement) => video.videoWidth),
    )
    .toBeGreaterThan(0);
  expect(await asked()).toHaveLength(1);

  // The next load of the page does not open a camera that was turned off.
  await page.getByRole('button', { name: 'Video', exact: true }).click();
  await open();
  await expect.poll(asked).toEqual([['audio']]);
  await expect(page.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Video', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  expect(await asked()).toHaveLength(1);
});

test('livekit-client and React load while the guest is in the lobby, with the hint to compile them eagerly', async ({
  page,
  home,
}) => {
  const files = ['livekit', 'react'].map((name) => page.waitForResponse(new RegExp(`/${name}-[^/]*\\.js$`)));
  await page.goto(home);
  for (const response of await Promise.all(files)) {
    const hint = /^\/\/# allFunctionsCalledOnLoad\n/;
    expect(await response.text()).toMatch(hint);
    // The compressed copy of the file, which web servers send, needs the compile hint as well: another step of the
    // build makes the copy.
    const copy = joinPath(root, 'dist', 'web', `${new URL(response.url()).pathname}.gz`);
    expect(gunzipSync(readFileSync(copy)).toString()).toMatch(hint);
  }
});

test('the first SDP offer is created in the lobby, and the click on Join sends it', async ({
  page,
  home,
}) => {
  await page.addInitScript(() => {
    const steps: string[] = [];
    Object.assign(globalThis, { steps });
    const { prototype } = RTCPeerConnection;
    for (const step of ['createOffer', 'setLocalDescription']) {
      const own: unknown = Reflect.get(prototype, step);
      if (typeof own !== 'function') continue;
      Reflect.set(prototype, step, function note(this: unknown, ...how: unknown[]): unknown {
        steps.push(step);
        return Reflect.apply(own, this, how);
      });
    }
  });
  const steps = () => page.evaluate(() => String(Reflect.get(globalThis, 'steps')));
  await page.goto(home);
  await expect.poll(steps).toBe('createOffer');
  await page.getByRole('textbox', { name: 'Your name' }).fill('Aiko');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible();
  expect(await steps()).toMatch(/^createOffer,setLocalDescription\b/);
});

test('a guest who clicks Join before the app has loaded joins from that moment, and is in the room when it has loaded', async ({
  page,
  server,
  room,
}) => {
  const letIn = await holdFiles(page, appFiles);
  await page.goto(`${server.url}?room=${room}&lang=en`, { waitUntil: 'commit' });
  await page.getByRole('textbox', { name: 'Your name' }).fill('Aiko');
  // Enter submits the form, as on the keyboard of a phone.
  await page.keyboard.press('Enter');
  const joining = page.getByRole('button', { name: 'Joining…' });
  await expect(joining).toBeVisible();
  const clickedMs = await page.evaluate(() => performance.now());
  // A second click on Join must not start another join.
  await joining.click({ force: true });
  letIn();
  await expect(page.getByRole('listitem', { name: /^Aiko/ })).toBeVisible();
  const mark = await page.evaluate(() =>
    performance.getEntriesByName('room:join').map(({ startTime }) => startTime),
  );
  expect(mark).toHaveLength(1);
  expect(mark[0]).toBeLessThan(clickedMs);
});

for (const [device, { hasTouch, sizes }] of Object.entries(devices)) {
  test(`lobby and room are usable on ${device}`, async ({ openLobby, join }) => {
    const page = await openLobby({ name: 'Aiko', context: { viewport: sizes[0], hasTouch } });
    await expect(page.getByRole('combobox', { name: 'Camera to use' })).toBeAttached();
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expectToFit(page);
      await expect(page.getByRole('button', { name: 'Join' })).toBeInViewport({ ratio: 1 });
    }
    await page.getByRole('button', { name: 'Join' }).click();
    await join({ name: 'Ben' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      for (const name of ['Ben', 'Aiko']) await expect(tile(page, name)).toBeInViewport({ ratio: 1 });
      for (const name of ['Microphone', 'Video', 'Leave']) {
        const button = page.getByRole('button', { name, exact: true });
        await expect(button).toBeInViewport({ ratio: 1 });
        const box = await button.boundingBox();
        expect(
          Math.min(box?.width ?? 0, box?.height ?? 0),
          `${name} is large enough for a thumb at ${size.width}×${size.height}`,
        ).toBeGreaterThanOrEqual(44);
      }
      await expectToFit(page);
      if (size.height > 400) continue;
      // On a phone on its side the controls are one slim column, and the stage has the whole height.
      const [stage, bar] = await Promise.all(
        [page.getByRole('list', { name: 'Participants' }), page.getByRole('group', { name: 'Controls' })].map(
          (part) => part.boundingBox(),
        ),
      );
      expect(stage?.height).toBeGreaterThan(size.height - 20);
      expect(bar?.width).toBeLessThan(60);
      await expectNoViolations(page);
      await page.getByRole('button', { name: 'Speaker view' }).click();
      await page.getByRole('button', { name: 'Chat' }).click();
      await expect(page.getByRole('textbox', { name: 'Write a message' })).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole('heading', { name: 'Chat' })).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole('button', { name: 'Speaker view' })).toHaveCount(0);
    }
  });
}

for (const [language, buttons] of Object.entries({
  en: ['Join', 'Leave', 'Rejoin'],
  ja: ['参加する', '退出', '再参加'],
})) {
  test(`axe finds nothing in lobby, room and end, in light and dark (${language})`, async ({
    openLobby,
    room,
  }) => {
    const page = await openLobby({
      name: 'Aiko',
      query: `room=${room}&lang=${language}`,
      // Without reduced motion axe would measure colours in the middle of a transition.
      context: { reducedMotion: 'reduce' },
    });
    for (const name of buttons) {
      const button = page.getByRole('button', { name });
      await expect(button).toBeVisible();
      await expectNoViolationsInLightAndDark(page, name);
      if (name !== buttons.at(-1)) await button.click();
    }
  });
}

test('the lobby says that a browser has no WebRTC, before the click on Join and after it', async ({
  openLobby,
}) => {
  const page = await openLobby({ name: 'Aiko' });
  // Imitates a Firefox in which media.peerconnection.enabled is off, and which has no RTCPeerConnection.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('WebRTC is missing or turned off');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('alert')).toContainText('WebRTC is missing or turned off');
  await expect(page.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'false');
});

test('a browser without the functions of 2023 and later can join, and one without popovers is reported as too old', async ({
  openLobby,
  join,
}) => {
  const page = await openLobby({ name: 'Aiko' });
  await page.addInitScript(() => {
    for (const [owner, names] of [
      [AbortSignal, ['any', 'timeout']],
      [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex']],
      [URL, ['canParse', 'parse']],
      [Promise, ['withResolvers', 'try']],
      [Object, ['groupBy']],
      [Map, ['groupBy']],
      [Array, ['fromAsync']],
      [
        Object.getPrototypeOf(Object.getPrototypeOf([].values())),
        ['map', 'filter', 'take', 'some', 'find', 'toArray'],
      ],
      [Set.prototype, ['union', 'difference', 'intersection', 'isSubsetOf']],
      [Map.prototype, ['getOrInsert', 'getOrInsertComputed']],
      [Uint8Array.prototype, ['toBase64', 'toHex']],
      [Uint8Array, ['fromBase64', 'fromHex']],
      [RegExp, ['escape']],
      [String.prototype, ['isWellFormed', 'toWellFormed']],
      [Crypto.prototype, ['randomUUID']],
      [globalThis, ['structuredClone']],
    ] as const) {
      for (const name of names) Reflect.deleteProperty(owner, name);
    }
  });
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Camera to use' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Join' }).click();
  const ben = await join({ name: 'Ben', video: 'off' });
  await expect(tile(page, 'Ben')).toBeVisible();
  await page.getByRole('button', { name: /^Chat/ }).click();
  await page.getByRole('textbox', { name: 'Write a message' }).fill('hello');
  await page.keyboard.press('Enter');
  await expect(ben.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();

  await page.addInitScript(() => Reflect.deleteProperty(HTMLElement.prototype, 'popover'));
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('This browser is too old');
  await expect(page.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'false');
});

test('in forced colours the level meter, pressed buttons, switches and the QR code stay visible', async ({
  openLobby,
}) => {
  const page = await openLobby({ name: 'Aiko', context: { forcedColors: 'active' } });
  const meter = page.getByRole('meter');
  await expect(meter).toBeVisible();
  const [bars, behind] = await meter.evaluate((element) => {
    const { backgroundImage } = getComputedStyle(element, '::before');
    return [backgroundImage, getComputedStyle(element).backgroundColor];
  });
  // The meter's bars are a background image: a background colour alone would be replaced by forced colours.
  const bar = /rgb\([^)]*\)/.exec(bars ?? '')?.[0];
  expect(bar).toBeTruthy();
  expect(bar).not.toBe(behind);
  const colour = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.getByRole('button', { name: 'Video', exact: true }).click();
  await expect.poll(() => colour('Video')).not.toBe(await colour('Microphone'));

  await page.getByRole('button', { name: 'Join' }).click();
  await inRoom(page);
  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Settings');
  const sounds = page.getByRole('checkbox', { name: /^Sounds/ });
  const on = await sounds.screenshot();
  await sounds.uncheck();
  await sounds.blur();
  expect(on.equals(await sounds.screenshot()), 'on and off look the same').toBe(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await giveLanAddress(page);
  await choose('Invite');
  const [ground, ink] = await page.getByRole('img', { name: 'QR code of the link' }).evaluate((code) => {
    const path = code.querySelector('path');
    return [getComputedStyle(code).backgroundColor, path && getComputedStyle(path).fill];
  });
  expect(ground).not.toBe(ink);
});
