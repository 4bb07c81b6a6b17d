import { SignalRequest, VideoQuality } from '@livekit/protocol';
import type { CDPSession, Page } from 'playwright/test';
import { countRenders } from '../testing/countRenders.ts';
import { crowdLayers, letCrowdIn } from './crowdPage.ts';
import { keepConnections } from './keepConnections.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { tile } from '../testing/observe.ts';
import { expect, test as base, type GuestOptions } from '../testing/e2eTest.ts';

const names = ['Aiko', 'Ben', 'Chiyo', 'Daichi', 'Emi', 'Fumio', 'Goro', 'Hana', 'Ichiro'];
const [small] = crowdLayers;

/** Statistics of one video that the page receives. */
interface Incoming {
  /** Name on the tile that shows the video; empty if no tile shows it. */
  name: string;
  /**
   * Width of the received video, in pixels. `placeWidth` is the width of the element that shows the video, in CSS
   * pixels.
   */
  width: number;
  placeWidth: number;
  bytes: number;
  frames: number;
  atMs: number;
}

/** Returns all video streams that the page has received from the SFU, including ended ones. Runs in the page. */
async function incoming(): Promise<Incoming[]> {
  const videos = [...document.querySelectorAll('video')];
  const found: Incoming[] = [];
  const connections: RTCPeerConnection[] = Reflect.get(globalThis, 'keptConnections');
  for (const connection of connections) {
    for (const stats of (await connection.getStats()).values()) {
      if (stats.type !== 'inbound-rtp' || stats.kind !== 'video') continue;
      const video = videos.find(
        ({ srcObject }) =>
          srcObject instanceof MediaStream &&
          srcObject.getTracks().some(({ id }) => id === stats.trackIdentifier),
      );
      found.push({
        name: video?.closest('li')?.getAttribute('aria-label')?.split(',')[0] ?? '',
        width: Number(stats.frameWidth ?? 0),
        placeWidth: video?.clientWidth ?? 0,
        bytes: Number(stats.bytesReceived ?? 0),
        frames: Number(stats.framesDecoded ?? 0),
        atMs: Number(stats.timestamp),
      });
    }
  }
  return found;
}

type Received = Pick<Incoming, 'name' | 'frames'> & { bitrate: number };

/** Returns how many frames and how many bits of each video the page receives within one second. */
async function receivedNow(page: Page): Promise<Received[]> {
  const before = await page.evaluate(incoming);
  await page.waitForTimeout(1000);
  const after = await page.evaluate(incoming);
  return after.map((now, index) => {
    const then = before[index] ?? now;
    const bitrate = ((now.bytes - then.bytes) * 8000) / (now.atMs - then.atMs);
    return { name: now.name, frames: now.frames - then.frames, bitrate };
  });
}

/**
 * Records for each track the largest width that the page requests from the SFU. A request without a width counts as
 * Infinity, because the SFU then sends the largest layer.
 */
function keepAskedWidths(page: Page): Map<string, number> {
  const asked = new Map<string, number>();
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (typeof payload === 'string') return;
      const { message } = SignalRequest.fromBinary(payload);
      if (message.case !== 'trackSetting' || message.value.disabled) return;
      const { trackSids, width, quality } = message.value;
      // Ignores requests for audio tracks, which have no width and the lowest quality.
      if (width === 0 && quality === VideoQuality.LOW) return;
      for (const sid of trackSids) asked.set(sid, Math.max(asked.get(sid) ?? 0, width || Infinity));
    });
  });
  return asked;
}

/** Returns how many times the browser has laid the page out or recalculated its styles. */
async function layoutCounts(devTools: CDPSession): Promise<number> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  return metrics
    .filter(({ name }) => name === 'LayoutCount' || name === 'RecalcStyleCount')
    .reduce((sum, { value }) => sum + value, 0);
}

interface Fixtures {
  /** A page on the server's origin in which `letCrowdIn` runs the simulated guests. */
  crowd: Page;
  /**
   * Opens the lobby of a guest whose microphone and video are off. The page keeps its connections and counts its
   * renders, for the test to read.
   */
  openCountedLobby: (context?: GuestOptions['context']) => Promise<Page>;
}

const test = base.extend<Fixtures>({
  crowd: async ({ browser, server }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${server.url}config.json`);
    await use(page);
    await context.close();
  },
  openCountedLobby: async ({ openLobby }, use) => {
    await use(async (context = {}) => {
      const page = await openLobby({ name: 'Guest', context });
      await page.addInitScript(nameHelper);
      await page.addInitScript(keepConnections);
      await page.addInitScript(countRenders, '[data-tile]');
      await page.reload();
      // Turns both devices off: the beeps of the test microphone would make this guest an active speaker.
      for (const name of ['Microphone', 'Video']) {
        const button = page.getByRole('button', { name, exact: true });
        await button.click();
        await expect(button).toHaveAttribute('aria-pressed', 'false');
      }
      return page;
    });
  },
});

test('small tiles of listeners are received at half the frame rate and those of speakers at the full rate, also when the first frames were slow', async ({
  crowd,
  room,
  openCountedLobby,
}) => {
  const page = await openCountedLobby({ viewport: { width: 440, height: 480 } });
  await letCrowdIn(crowd, room, ['Aiko', 'Ben'], 30);
  await crowd.evaluate(() => window.draw(10));
  await page.getByRole('button', { name: 'Join' }).click();
  // Waits for 80 frames of each video: by then LiveKit has measured the low frame rates, see `askForFrames`.
  await expect
    .poll(async () => Math.min(...(await page.evaluate(incoming)).map(({ frames }) => frames)))
    .toBeGreaterThan(80);
  await crowd.evaluate(() => window.draw(30));

  async function framesNow() {
    const videos = await receivedNow(page);
    const framesOf = (name: string) => videos.find((one) => one.name === name)?.frames ?? 0;
    return { aiko: framesOf('Aiko'), ben: framesOf('Ben') };
  }
  /**
   * Returns the guest whose video has more than 1.5 times the frames of the other one, `both` if the rates are closer,
   * and `nobody` if a video stands still.
   */
  async function seenMore(): Promise<string> {
    const { aiko, ben } = await framesNow();
    if (Math.min(aiko, ben) === 0) return 'nobody';
    return aiko > ben * 1.5 ? 'Aiko' : ben > aiko * 1.5 ? 'Ben' : 'both';
  }
  for (const name of ['Aiko', 'Ben', 'Aiko']) {
    await crowd.evaluate((who) => window.speak(who), name);
    await expect.poll(seenMore).toBe(name);
  }
  await crowd.evaluate(() => window.speak());
  // Up to 17 frames a second are few enough for a listener (`askForFrames`). A busy computer draws the crowd's videos that
  // slowly, so they need not be alike.
  await expect
    .poll(async () => {
      const { aiko, ben } = await framesNow();
      return { bothMove: Math.min(aiko, ben) > 0, bothFew: Math.max(aiko, ben) <= 17 };
    })
    .toEqual({ bothMove: true, bothFew: true });
});

test('in a room of ten only the visible videos are received, and only tiles that change are rendered again', async ({
  crowd,
  room,
  openCountedLobby,
}) => {
  const page = await openCountedLobby();
  const askedWidths = keepAskedWidths(page);
  await letCrowdIn(crowd, room, names);
  await page.getByRole('button', { name: 'Join' }).click();

  await test.step('every video is received in the layer that fits its tile', async () => {
    await expect
      .poll(async () => {
        const videos = await page.evaluate(incoming);
        return videos
          .filter(({ width, placeWidth }) => placeWidth <= small.width && width === small.width)
          .map(({ name }) => name)
          .toSorted();
      })
      .toEqual(names);
    // The page must never request the full size, not even at first: a newcomer to a large room would have to wait for
    // all of that data.
    expect(askedWidths.size).toBe(names.length);
    expect(Math.max(...askedWidths.values())).toBeLessThanOrEqual(small.width);
  });

  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');

  await test.step('all videos together stay within the bit rate of their layers, and moving videos cause no layout', async () => {
    // Measures again until the values are within their limits: videos that have just started take more bits and cause
    // some layouts.
    await expect
      .poll(async () => {
        const layoutsBefore = await layoutCounts(devTools);
        const videos = await receivedNow(page);
        const layouts = (await layoutCounts(devTools)) - layoutsBefore;
        const frames = videos.reduce((sum, video) => sum + video.frames, 0);
        const bitrate = videos.reduce((sum, video) => sum + video.bitrate, 0);
        return {
          isMoving: frames > names.length,
          isWithinLayers: bitrate < names.length * small.bitrate * 1.5,
          isQuiet: layouts < frames / 5,
        };
      })
      .toEqual({ isMoving: true, isWithinLayers: true, isQuiet: true });
  });

  await test.step('a change of speaker renders only the tiles of the speakers', async () => {
    await page.evaluate(() => window.takeRenders());
    for (const name of ['Emi', 'Hana']) {
      await crowd.evaluate((who) => window.speak(who), name);
      await tile(page, `${name}, speaking`).waitFor();
    }
    await crowd.evaluate(() => window.speak());
    await expect(page.getByRole('listitem', { name: /speaking/ })).toHaveCount(0);
    const { tiles, inVain } = await page.evaluate(() => window.takeRenders());
    expect(tiles).toEqual(expect.arrayContaining(['Emi', 'Hana']));
    expect(inVain).toEqual([]);
  });

  await test.step('turning the camera on renders no other tile', async () => {
    await page.evaluate(() => window.takeRenders());
    await page.getByRole('button', { name: 'Video', exact: true }).click();
    await expect(tile(page, 'Guest').locator('video')).toBeVisible();
    const { tiles, inVain } = await page.evaluate(() => window.takeRenders());
    expect(tiles).toContain('Guest');
    // Ignores renders outside the tiles: the device menus read the list of devices again, and render even if it is
    // unchanged.
    expect(inVain.filter((where) => where !== 'elsewhere')).toEqual([]);
  });

  await test.step('videos that leave the page are no longer received', async () => {
    await tile(page, 'Emi').hover();
    await tile(page, 'Emi').getByRole('button', { name: 'Pin Emi' }).click();
    await expect
      .poll(async () => {
        const videos = await receivedNow(page);
        const gone = videos.filter(({ name }) => name === '');
        const shown = videos.filter(({ name }) => name !== '');
        return {
          someAreGone: gone.length > 0,
          noneOfThemIsSent: gone.every(({ bitrate }) => bitrate === 0),
          allOthersAre: shown.every(({ frames }) => frames > 0),
        };
      })
      .toEqual({ someAreGone: true, noneOfThemIsSent: true, allOthersAre: true });
  });
});
