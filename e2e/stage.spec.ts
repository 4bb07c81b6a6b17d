import type * as LivekitClient from 'livekit-client';
import type { BrowserContextOptions, Locator, Page } from 'playwright/test';
import { expectNoViolations } from './axe.ts';
import { giveMicrophone } from './changeMicrophone.ts';
import { loadLivekit } from './loadLivekit.ts';
import { expectMovingVideo, expectSilence, expectSound, restingBox, tile } from '../testing/observe.ts';
import { expect, test, type GuestOptions } from '../testing/e2eTest.ts';

const phone = { viewport: { width: 360, height: 640 }, hasTouch: true };

/** A phone's screen that is so small that only four tiles fit on a page. */
const smallPhone = { viewport: { width: 320, height: 420 }, hasTouch: true };

/**
 * Returns the browser context of a guest with camera and microphone off, who needs little CPU time, so that many guests
 * can join.
 */
function quiet(origin: string): BrowserContextOptions {
  const off = { on: false };
  const devices = JSON.stringify({ microphone: off, camera: off });
  return {
    storageState: {
      cookies: [],
      origins: [
        { origin: new URL(origin).origin, localStorage: [{ name: 'first-room:devices', value: devices }] },
      ],
    },
  };
}

/**
 * Lets Aiko, Ben and Chloé join in this order, without devices, and waits until Aiko's page shows them in that order.
 */
async function joinInOrder(join: (guest: GuestOptions) => Promise<Page>, origin: string) {
  const aiko = await join({ name: 'Aiko', context: quiet(origin) });
  const ben = await join({ name: 'Ben', context: quiet(origin) });
  // Waits for Ben's tile on Aiko's page, which shows a guest a moment after the guest's own page shows the room.
  await expect(tile(aiko, 'Ben')).toBeVisible();
  const chloe = await join({ name: 'Chloé', context: quiet(origin) });
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);
  return { aiko, ben, chloe };
}

/** Returns the names on the visible tiles in their order: the large tile is the first. */
function shownNames(page: Page): Promise<string[]> {
  return page
    .getByRole('list', { name: 'Participants' })
    .getByRole('listitem')
    .evaluateAll((tiles) =>
      tiles.map((one) => one.getAttribute('aria-label')?.split(/[,(]/)[0]?.trim() ?? ''),
    );
}

/** Turns on a microphone whose voice never falls silent. */
async function speak(page: Page): Promise<void> {
  await giveMicrophone(page, 'voice without end');
  await page.getByRole('button', { name: 'Microphone' }).click();
}

async function areaOf(page: Page, name: string): Promise<number> {
  const box = await restingBox(tile(page, name));
  return (box?.width ?? 0) * (box?.height ?? 0);
}

/** Moves a finger from one point to another, with the events that a browser gets from a real touch screen. */
async function drawFinger(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const at = (share: number) => [
    { x: from[0] + (to[0] - from[0]) * share, y: from[1] + (to[1] - from[1]) * share },
  ];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (const share of [0.2, 0.4, 0.6, 0.8, 1]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

test('on a small phone a guest pins somebody, opens a tile’s menu at the lower edge, hides the tiles’ buttons by a tap, and pages through five guests by button, key and swipe; a speaker moves to the first page', async ({
  join,
  server,
}) => {
  const aiko = await join({ name: 'Aiko', context: { ...quiet(server.url), ...smallPhone } });
  /** Lets a guest join, and waits until Aiko's page shows them, a moment after the guest's own page shows the room. */
  async function joinAs(name: string, people: number): Promise<Page> {
    const page = await join({ name, context: quiet(server.url) });
    await expect(aiko.getByText(`${people} people`)).toBeVisible();
    return page;
  }
  await joinAs('Ben', 2);
  await joinAs('Chloé', 3);
  const dora = await joinAs('Dora', 4);
  const emil = await joinAs('Emil', 5);
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Dora', 'Aiko']);
  await expect(aiko.getByRole('status').getByText('Page 1 of 2')).toBeAttached();

  // A tap beside the buttons hides them from the faces, and the next one shows them.
  const options = aiko.getByRole('button', { name: 'Options for Chloé' });
  const isShown = () => options.evaluate((button) => button.checkVisibility({ opacityProperty: true }));
  expect(await isShown()).toBe(true);
  async function hideAndShow(): Promise<void> {
    for (const shown of [false, true]) {
      await tile(aiko, 'Ben').tap();
      await expect.poll(isShown).toBe(shown);
    }
  }
  await hideAndShow();
  // In older browsers a click is a MouseEvent, which does not tell a finger from a mouse.
  await aiko.evaluate(() => {
    const imitateOlder = (click: Event) => {
      click.stopImmediatePropagation();
      click.target?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    };
    addEventListener('click', imitateOlder, { capture: true, once: true });
  });
  await hideAndShow();
  // The menu of a tile is at the lower edge.
  await options.tap();
  const menu = aiko.getByRole('dialog', { name: 'Chloé' });
  await expect(menu.getByRole('button', { name: 'Pin' })).toBeInViewport({ ratio: 1 });
  const box = await menu.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(412);
  await menu.getByRole('button', { name: 'Pin' }).tap();
  await expect.poll(async () => (await shownNames(aiko))[0]).toBe('Chloé');
  // The large tile has room for the pin.
  await aiko.getByRole('button', { name: 'Pin Chloé' }).tap();
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Dora', 'Aiko']);

  await aiko.getByRole('button', { name: 'Next page' }).click();
  await expect.poll(() => shownNames(aiko)).toEqual(['Emil']);
  await expect(aiko.getByText('Page 2 of 2')).toBeAttached();
  await aiko.keyboard.press('PageUp');
  await expect(aiko.getByText('Page 1 of 2')).toBeAttached();
  // In a page that runs from right to left, the next page of tiles is on the left.
  await aiko.evaluate(() => (document.dir = 'rtl'));
  await aiko.keyboard.press('ArrowLeft');
  await expect(aiko.getByText('Page 2 of 2')).toBeAttached();
  await aiko.keyboard.press('ArrowRight');
  await expect(aiko.getByText('Page 1 of 2')).toBeAttached();
  await aiko.evaluate(() => (document.dir = ''));

  await drawFinger(aiko, [240, 160], [60, 170]);
  await expect.poll(() => shownNames(aiko)).toEqual(['Emil']);
  await drawFinger(aiko, [60, 160], [200, 60]);
  await drawFinger(aiko, [60, 160], [240, 170]);
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Dora', 'Aiko']);

  // Emil, who speaks, moves to the first page, where he replaces Dora: nobody else has spoken, and of those on that
  // page she joined last.
  await speak(emil);
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Emil', 'Aiko']);

  await dora.getByRole('button', { name: 'Leave' }).click();
  await expect(aiko.getByRole('button', { name: 'Next page' })).toHaveCount(0);
});

test('a pinned guest is large until unpinned, by button and by key; the Tab key stops once at the tiles, arrow keys move between their buttons and between emojis, Enter opens a menu, and the focus stays when a tile goes; the speaker view follows by itself', async ({
  join,
  server,
}) => {
  const { aiko, chloe } = await joinInOrder(join, server.url);
  const pin = aiko.getByRole('button', { name: 'Pin Chloé' });
  await pin.click();
  await expect(pin).toHaveAttribute('aria-pressed', 'true');
  await expect(pin).toBeFocused();
  await expect.poll(() => shownNames(aiko)).toEqual(['Chloé', 'Ben', 'Aiko']);
  expect(await areaOf(aiko, 'Chloé')).toBeGreaterThan(4 * (await areaOf(aiko, 'Ben')));
  await aiko.keyboard.press('p');
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);
  // Arrow keys go to the nearest button on that side, so the tiles have to be in their places.
  for (const name of ['Ben', 'Chloé', 'Aiko \\(you\\)']) await restingBox(tile(aiko, name));

  const press = async (key: string, focused: string) => {
    await aiko.keyboard.press(key);
    await expect(aiko.getByRole('button', { name: focused, exact: true })).toBeFocused();
  };
  await aiko.getByRole('button', { name: 'Full screen' }).focus();
  await press('Tab', 'Pin Ben');
  await press('ArrowRight', 'Options for Ben');
  await press('ArrowRight', 'Pin Chloé');
  await press('ArrowRight', 'Options for Chloé');
  await press('ArrowRight', 'Options for Chloé');
  await press('ArrowDown', 'Options for Aiko (you)');
  await press('Home', 'Pin Ben');
  await press('End', 'Options for Aiko (you)');
  await press('Tab', 'Microphone');
  await press('Shift+Tab', 'Options for Aiko (you)');
  await aiko.keyboard.press('Enter');
  await expect(aiko.getByRole('dialog', { name: 'Aiko (you)' })).toBeFocused();
  await press('Tab', 'Pin');
  await press('Escape', 'Options for Aiko (you)');

  await press('Tab', 'Microphone');
  await press('End', 'Leave');
  await press('ArrowLeft', 'More');
  await aiko.getByRole('button', { name: 'React' }).focus();
  await press('Enter', 'React');
  await press('ArrowUp', 'Surprise');
  await press('ArrowRight', 'Celebration');
  await press('ArrowUp', 'Heart');
  await expectNoViolations(aiko);
  await aiko.keyboard.press('Tab');
  await expect(aiko.getByRole('button', { name: 'Heart' })).toHaveCount(0);

  await aiko.mouse.move(0, 0);
  await aiko.getByRole('button', { name: 'Speaker view' }).click();
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);
  // A camera that is turned on for the first time makes nobody large.
  await chloe.getByRole('button', { name: 'Video', exact: true }).click();
  await expectMovingVideo(aiko, 'Chloé');
  expect(await shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);
  await speak(chloe);
  await expect(tile(aiko, 'Chloé')).toHaveAccessibleName(/speaking/);
  await expect.poll(() => shownNames(aiko)).toEqual(['Chloé', 'Ben', 'Aiko']);
  expect(await areaOf(aiko, 'Chloé')).toBeGreaterThan(4 * (await areaOf(aiko, 'Ben')));

  // When a tile disappears while one of its buttons has the focus, the stage gets the focus.
  await aiko.getByRole('button', { name: 'Pin Chloé' }).focus();
  await chloe.getByRole('button', { name: 'Leave' }).click();
  await expect(aiko.getByRole('button', { name: 'Pin Chloé' })).toHaveCount(0);
  await expect(aiko.getByRole('group', { name: 'Stage' })).toBeFocused();
});

test('a guest who reloads the page returns to the same place on the others’ pages', async ({
  join,
  server,
}) => {
  const aiko = await join({ name: 'Aiko', context: quiet(server.url) });
  const ben = await join({ name: 'Ben', context: quiet(server.url) });
  await expect(aiko.getByText('2 people')).toBeVisible();
  await join({ name: 'Chloé', context: quiet(server.url) });
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);

  await ben.reload();
  await expect.poll(() => shownNames(aiko)).toEqual(['Chloé', 'Aiko']);
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben', 'Chloé', 'Aiko']);
});

test('a shared screen is large and first, more screens of the same guest get no tile until it ends, and it can be made small', async ({
  join,
  openLobby,
  server,
  room,
}) => {
  const aiko = await join({ name: 'Aiko', context: quiet(server.url) });
  const ben = await openLobby({ name: 'Ben', context: { ...quiet(server.url), bypassCSP: true } });
  await shareScreen(ben, room);

  await expect(tile(aiko, 'Ben’s screen').locator('video')).toBeVisible();
  await expect.poll(() => shownNames(aiko)).toEqual(['Ben’s screen', 'Ben', 'Aiko']);
  await expectMovingVideo(aiko, 'Ben’s screen');
  // Ben shares two more screens and then his camera. When his camera's video is visible, Aiko's page has received the
  // screens as well.
  await ben.evaluate(() => dispatchEvent(new Event('share-more')));
  await expect(tile(aiko, 'Ben').first().locator('video')).toBeVisible();
  expect(await shownNames(aiko)).toEqual(['Ben’s screen', 'Ben', 'Aiko']);
  await ben.evaluate(() => dispatchEvent(new Event('end-first')));
  const screen = tile(aiko, 'Ben’s screen').locator('video');
  await expect
    .poll(() => screen.evaluate((video) => video instanceof HTMLVideoElement && video.videoWidth))
    .toBe(480);
  expect(await areaOf(aiko, 'Ben’s screen')).toBeGreaterThan(4 * (await areaOf(aiko, 'Aiko')));

  await aiko.getByRole('button', { name: 'Make smaller: Ben’s screen' }).click();
  await expect.poll(async () => (await areaOf(aiko, 'Ben’s screen')) - (await areaOf(aiko, 'Aiko'))).toBe(0);
});

/**
 * Joins with LiveKit's client, without the app, and publishes a moving drawing as a screen, because headless browsers
 * have none. The event `share-more` publishes two more screens, 480 pixels wide, and a camera; `end-first` ends the
 * first screen.
 */
async function shareScreen(page: Page, roomName: string): Promise<void> {
  await loadLivekit(page);
  await page.evaluate(async (name) => {
    const livekit: typeof LivekitClient = Reflect.get(globalThis, 'LivekitClient');
    const { Camera, ScreenShare } = livekit.Track.Source;
    const answer = await fetch('/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ room_name: name, participant_name: 'Ben' }),
    });
    const grant: { server_url: string; participant_token: string } = await answer.json();
    const call = new livekit.Room();
    await call.connect(grant.server_url, grant.participant_token);

    async function publish(
      source: LivekitClient.Track.Source,
      width: number,
    ): Promise<MediaStreamTrack | undefined> {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = (width * 9) / 16;
      const drawing = canvas.getContext('2d');
      let step = 0;
      setInterval(() => {
        step += 1;
        if (drawing) drawing.fillStyle = step % 2 === 0 ? '#fff' : '#063';
        drawing?.fillRect(0, 0, width / 2, width);
      }, 250);
      const [track] = canvas.captureStream(8).getVideoTracks();
      if (track) await call.localParticipant.publishTrack(track, { source, simulcast: false });
      return track;
    }

    const first = await publish(ScreenShare, 320);
    async function shareMore(): Promise<void> {
      await publish(ScreenShare, 480);
      await publish(ScreenShare, 480);
      await publish(Camera, 160);
    }
    addEventListener('share-more', () => void shareMore());
    addEventListener('end-first', () => first && void call.localParticipant.unpublishTrack(first));
  }, roomName);
}

test('with two guests the other fills the stage, and one’s own video can be moved by key, finger and mouse, or hidden, which leaves the other as large', async ({
  join,
  server,
}) => {
  const aiko = await join({ name: 'Aiko', context: { ...quiet(server.url), ...phone } });
  const ben = await join({ name: 'Ben', context: quiet(server.url) });
  const self = tile(aiko, 'Aiko');
  await expect
    .poll(async () => (await areaOf(aiko, 'Ben')) / (await areaOf(aiko, 'Aiko')))
    .toBeGreaterThan(8);
  const corner = async () => {
    const box = await restingBox(self);
    return [(box?.x ?? 0) > 120 ? 'right' : 'left', (box?.y ?? 0) > 240 ? 'bottom' : 'top'].join(' ');
  };
  expect(await corner()).toBe('right bottom');

  await aiko.getByRole('button', { name: 'Move my video' }).focus();
  await aiko.keyboard.press('ArrowLeft');
  await expect.poll(corner).toBe('left bottom');
  await aiko.keyboard.press('ArrowUp');
  await expect.poll(corner).toBe('left top');
  const box = await restingBox(self);
  await drawFinger(aiko, [(box?.x ?? 0) + 48, (box?.y ?? 0) + 100], [300, 480]);
  await expect.poll(corner).toBe('right bottom');

  await self.getByRole('button', { name: /^Options for/ }).click();
  await aiko.getByRole('button', { name: 'Hide my video' }).click();
  await expect(self).toHaveCount(0);
  await expect(aiko.getByRole('button', { name: 'Show my video' })).toBeFocused();
  await aiko.keyboard.press('Enter');
  await expect(self).toBeVisible();
  await expect(aiko.getByRole('button', { name: 'Speaker view' })).toBeFocused();

  const stage = await ben.getByRole('group', { name: 'Stage' }).boundingBox();
  const other = await restingBox(tile(ben, 'Aiko'));
  expect([other?.width, other?.height]).toEqual([stage?.width, stage?.height]);
  const own = tile(ben, 'Ben');
  await expect(own.getByText('You', { exact: true })).toBeVisible();
  const place = await restingBox(own);
  expect((place?.width ?? 0) / (stage?.width ?? 1)).toBeCloseTo(0.19, 2);
  await ben.mouse.move((place?.x ?? 0) + 60, (place?.y ?? 0) + 60);
  await ben.mouse.down();
  await ben.mouse.move(300, 200, { steps: 4 });
  await ben.mouse.up();
  await expect.poll(async () => (await restingBox(own))?.x).toBeLessThan(100);
  await own.getByRole('button', { name: /^Options for/ }).click();
  await ben.getByRole('button', { name: 'Hide my video' }).click();
  await expect(own).toHaveCount(0);
  expect(await restingBox(tile(ben, 'Aiko'))).toEqual(other);

  // When Aiko has left, Ben is alone: his hidden video appears again, because he would see an empty stage without it.
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await expect(own).toBeVisible();
});

test('upright video in a wide tile is cropped to 4:5, between dark sides in its own colours', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  await aiko.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const canvas = document.createElement('canvas');
      canvas.width = 360;
      canvas.height = 640;
      const drawing = canvas.getContext('2d');
      setInterval(() => {
        if (drawing) drawing.fillStyle = '#00c000';
        drawing?.fillRect(0, 0, canvas.width, canvas.height);
      }, 100);
      return canvas.captureStream(10);
    };
  });
  // Turns the camera off and on, so that the app opens it again and gets the upright video.
  for (const isOn of [false, true]) {
    const camera = aiko.getByRole('button', { name: 'Video', exact: true });
    await camera.click();
    await expect(camera).toHaveAttribute('aria-pressed', String(isOn));
  }
  await aiko.getByRole('button', { name: 'Join' }).click();
  const own = tile(aiko, 'Aiko');
  const shape = async (what: Locator) => {
    const box = await restingBox(what);
    return (box?.width ?? 0) / (box?.height ?? 1);
  };
  await expect.poll(() => shape(own.locator('video'))).toBeCloseTo(4 / 5, 1);
  await own.getByRole('button', { name: 'Pin Aiko' }).click();
  await expect.poll(() => shape(own)).toBeCloseTo(16 / 9, 1);
  await expect.poll(() => shape(own.locator('video'))).toBeCloseTo(4 / 5, 1);
  // The sides beside the green video are a darker green: checks one pixel, in the middle of the left side.
  await expect
    .poll(() =>
      own
        .locator('canvas')
        .evaluate((canvas) =>
          canvas instanceof HTMLCanvasElement
            ? [...(canvas.getContext('2d')?.getImageData(0, 1, 1, 1).data.slice(0, 3) ?? [])]
            : [],
        ),
    )
    .toEqual([expect.closeTo(0, -1.5), expect.closeTo(86, -1.5), expect.closeTo(0, -1.5)]);
});

test('a guest can make somebody quieter or silent for themself only', async ({ join, server }) => {
  const aiko = await join({ name: 'Aiko', context: quiet(server.url) });
  await join({ name: 'Ben', video: 'off' });
  const volumes = () =>
    aiko.evaluate(() => [...document.querySelectorAll('audio')].map((audio) => audio.volume));
  await expect.poll(volumes).toEqual([1]);
  await expectSound(aiko);

  const more = aiko.getByRole('button', { name: 'Options for Ben' });
  await more.focus();
  await aiko.keyboard.press('Enter');
  // The menu says in words how good Ben's connection is. His tile has a sign only while the connection is weak or lost.
  await expect(
    aiko.getByRole('dialog', { name: 'Ben' }).getByText(/^connection (very )?good$/),
  ).toBeVisible();
  await expect(tile(aiko, 'Ben').getByTitle(/connection/)).toHaveCount(0);
  const slider = aiko.getByRole('slider', { name: 'Volume' });
  await slider.focus();
  await aiko.keyboard.press('ArrowLeft');
  await expect.poll(volumes).toEqual([0.95]);
  await aiko.getByRole('button', { name: 'Mute for me' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted for you/);
  await expectSilence(aiko);
  await aiko.keyboard.press('Escape');
  await expect(slider).toHaveCount(0);
  await expect(more).toBeFocused();
});

test('the chosen layout is seen at once and kept for the next call, and the room fills the screen and leaves it', async ({
  join,
  server,
  room,
}) => {
  const aiko = await join({ name: 'Aiko', video: 'off' });
  const speakerView = aiko.getByRole('button', { name: 'Speaker view' });
  await speakerView.click();
  await expect(speakerView).toHaveAttribute('aria-pressed', 'true');

  const full = aiko.getByRole('button', { name: 'Full screen' });
  await full.click();
  await expect(full).toHaveAttribute('aria-pressed', 'true');
  expect(await aiko.evaluate(() => document.fullscreenElement === document.documentElement)).toBe(true);
  await full.click();
  await expect(full).toHaveAttribute('aria-pressed', 'false');

  await join({ name: 'Ben', context: quiet(server.url) });
  const openLayout = async () => {
    await aiko.getByRole('button', { name: 'More', exact: true }).click();
    await aiko.getByRole('menuitem', { name: 'Layout' }).click();
  };
  const areEqual = () =>
    expect.poll(async () => (await areaOf(aiko, 'Ben')) / (await areaOf(aiko, 'Aiko'))).toBe(1);
  await openLayout();
  await expect(aiko.getByRole('radio', { name: 'Speaker' })).toBeChecked();
  await aiko.getByRole('radio', { name: 'Grid' }).check();
  await areEqual();
  await aiko.getByRole('radio', { name: 'At most 4' }).check();
  await aiko.keyboard.press('Escape');
  await expect(speakerView).toHaveAttribute('aria-pressed', 'false');
  // The second click on the button “Speaker view” leads back to the grid that was chosen, not to the automatic layout.
  await speakerView.click();
  await expect(speakerView).toHaveAttribute('aria-pressed', 'true');
  await speakerView.click();
  await areEqual();

  await aiko.goto(`${server.url}?room=${room}&name=Aiko`);
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await areEqual();
  await openLayout();
  await expect(aiko.getByRole('radio', { name: 'At most 4' })).toBeChecked();
  await aiko.getByRole('radio', { name: 'Auto' }).check();
  await expect
    .poll(async () => (await areaOf(aiko, 'Ben')) / (await areaOf(aiko, 'Aiko')))
    .toBeGreaterThan(8);
});

test('nothing on the stage shifts in twelve events: guests who join and leave, hands, reactions, a message, microphones, menus and dialogs', async ({
  join,
  server,
}) => {
  // On a touch screen the tiles' buttons are always visible.
  const aiko = await join({ name: 'Aiko', context: { ...quiet(server.url), hasTouch: true } });
  const chloe = await join({ name: 'Chloé', context: quiet(server.url) });
  await expect(tile(aiko, 'Chloé')).toBeVisible();
  await restingBox(tile(aiko, 'Chloé'));
  await restingBox(tile(aiko, 'Aiko'));
  await aiko.evaluate(watchShifts);

  // The third guest makes the tiles move and change their sizes: two guests have a large and a small tile, three have
  // equal ones. When Ben leaves, the tiles move back.
  const ben = await join({ name: 'Ben', context: quiet(server.url) });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await restingBox(tile(aiko, 'Chloé'));
  await ben.getByRole('button', { name: 'Leave' }).click();
  await expect(tile(aiko, 'Ben')).toHaveCount(0);
  await restingBox(tile(aiko, 'Chloé'));

  await chloe.getByRole('button', { name: 'Raise hand' }).click();
  await expect(tile(aiko, 'Chloé')).toHaveAccessibleName(/hand raised/);
  await chloe.getByRole('button', { name: 'Raise hand' }).click();
  await expect(tile(aiko, 'Chloé')).not.toHaveAccessibleName(/hand raised/);
  await chloe.getByRole('button', { name: 'React' }).click();
  await chloe.getByRole('button', { name: 'Applause' }).click();
  await expect(tile(aiko, 'Chloé').getByText('👏')).toBeVisible();
  await chloe.getByRole('button', { name: 'Chat' }).click();
  await chloe.getByRole('textbox', { name: 'Write a message' }).fill('Hello');
  await chloe.keyboard.press('Enter');
  await expect(aiko.getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  await speak(chloe);
  await expect(tile(aiko, 'Chloé')).toHaveAccessibleName(/speaking/);

  await aiko.getByRole('button', { name: 'Raise hand' }).click();
  await expect(tile(aiko, 'Aiko')).toHaveAccessibleName(/hand raised/);
  await aiko.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect(tile(aiko, 'Aiko')).not.toHaveAccessibleName(/muted/);
  for (const name of ['Options for Chloé', 'More']) {
    await aiko.getByRole('button', { name, exact: true }).click();
    await expect(aiko.getByRole('button', { name, exact: true })).toHaveAttribute('aria-expanded', 'true');
    await aiko.keyboard.press('Escape');
  }
  await aiko.getByRole('button', { name: 'More', exact: true }).click();
  await aiko.getByRole('menuitem', { name: 'Layout' }).click();
  await expect(aiko.getByRole('dialog')).toBeVisible();

  // Waits, because the browser reports a shift only after the frame in which it happens.
  await aiko.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect(await aiko.evaluate(() => Reflect.get(globalThis, 'shifts'))).toEqual([]);
});

/** An entry of the type `layout-shift` (https://wicg.github.io/layout-instability/), which TypeScript does not know. */
interface LayoutShift extends PerformanceEntry {
  value?: number;
  hadRecentInput?: boolean;
  sources?: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
}

/**
 * Collects layout shifts whose source is on the stage in the global `shifts`, also those that follow a click. Runs in
 * the page.
 */
function watchShifts(): void {
  const stage = document.querySelector('[aria-label="Stage"]');
  const shifts: string[] = [];
  Reflect.set(globalThis, 'shifts', shifts);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value = 0, hadRecentInput, sources = [] }: LayoutShift = entry;
      for (const { node, previousRect, currentRect } of sources) {
        if (!node || !stage?.contains(node)) continue;
        const box = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(' ');
        const what = node instanceof Element ? node.outerHTML.slice(0, 60) : node.textContent;
        shifts.push(
          `${value.toFixed(4)}${hadRecentInput ? ' after input' : ''}: ${what} ${box(previousRect)} → ${box(currentRect)}`,
        );
      }
    }
  }).observe({ type: 'layout-shift' });
}
