import type { Locator, Page } from 'playwright/test';
import { holdFiles } from './holdFiles.ts';
import { changedPixels, expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { withSleepyTab, type SleepyTab } from './sleepyTab.ts';
import { expect, test as base } from '../testing/e2eTest.ts';

/**
 * Matches the app's files that render lobby and room, but not those for livekit-client and the start of the session.
 */
const drawing = /\/assets\/(react|lobby|room)-[^/]*\.js$/;

interface Newcomer {
  page: Page;
  /** Releases the app's files that were held back. */
  letIn: () => void;
}

interface Arrival {
  query?: string;
  /** Prepares the page: this function runs in it before any script of the app. */
  before?: () => void;
}

interface Fixtures {
  clickAtOnce: (held: RegExp, arrival?: Arrival) => Promise<Newcomer>;
  sleepyTab: SleepyTab;
}

const test = base.extend<Fixtures>({
  ...withSleepyTab,
  /** Lets Ben click Join while the files that match `held` have not loaded yet. */
  clickAtOnce: async ({ browser, server, room }, use) => {
    const context = await browser.newContext();
    await use(async (held, { query = `room=${room}&lang=en`, before = () => {} } = {}) => {
      const page = await context.newPage();
      await page.addInitScript(before);
      const letIn = await holdFiles(page, held);
      await page.goto(`${server.url}?${query}&name=Ben`, { waitUntil: 'commit' });
      await page.getByRole('button', { name: 'Join' }).click();
      return { page, letIn };
    });
    await context.close();
  },
});

/** Finds the element that plays the first video before the app has loaded. */
function earlyVideo(page: Page): Locator {
  return page.locator('[data-early-video=en]');
}

test('a guest who clicks Join before the app has loaded sees and hears the others, and sees them without a gap when it loads', async ({
  join,
  clickAtOnce,
}) => {
  const aiko = await join({ name: 'Aiko' });
  await join({ name: 'Chie' });
  const { page, letIn } = await clickAtOnce(drawing);
  await expect(page.getByText(/^(Aiko|Chie)$/)).toBeVisible();
  await expect.poll(() => earlyVideo(page).locator('video').evaluate(changedPixels)).toBeGreaterThan(20);
  await expectSound(page);
  await expectMovingVideo(aiko, 'Ben');
  await expect(page.getByRole('button', { name: 'Leave' })).toBeInViewport({ ratio: 1 });
  // In each frame that the browser draws, another participant's video must be visible: in a tile, or as early video,
  // which the page shows before the room is rendered.
  await page.evaluate(() => {
    const gaps: string[] = [];
    Object.assign(globalThis, { gaps });
    const look = () => {
      const isSeen = [...document.querySelectorAll<HTMLVideoElement>('video')].some(
        (video) =>
          video.checkVisibility({ visibilityProperty: true }) &&
          video.readyState >= 2 &&
          !video.closest('[data-own=true]'),
      );
      if (!isSeen) gaps.push(document.body.innerText.slice(0, 200));
      requestAnimationFrame(look);
    };
    look();
  });
  letIn();
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeVisible();
  await expect(earlyVideo(page)).toBeHidden();
  for (const name of ['Aiko', 'Chie']) await expectMovingVideo(page, name);
  await expectSound(page);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'gaps'))).toEqual([]);
  await expect(page.locator('audio')).toHaveCount(2);
  await page.getByRole('button', { name: 'Microphone' }).focus();
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeFocused();
});

test('leaving during early video leads back to the lobby and removes the guest for the others', async ({
  join,
  clickAtOnce,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(drawing);
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(page.locator('#root')).toHaveAttribute('inert');
  await page.keyboard.press('Tab');
  const leave = page.getByRole('button', { name: 'Leave' });
  await expect(leave).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(earlyVideo(page)).toBeHidden();
  await expect(tile(aiko, 'Ben')).toHaveCount(0);
  letIn();
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingVideo(page, 'Aiko');
});

test('a click on Join can be cancelled before the app has loaded, and repeated', async ({
  join,
  clickAtOnce,
}) => {
  const { page, letIn } = await clickAtOnce(/\/assets\//);
  await expect(page.getByRole('button', { name: 'Joining…' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const again = page.getByRole('button', { name: 'Join' });
  await expect(again).toBeFocused();
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeDisabled();
  letIn();
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeEnabled();
  const aiko = await join({ name: 'Aiko', video: 'off' });
  await expect(aiko.getByText('Nobody else is here yet.')).toBeVisible();
  await again.click();
  await expectMovingVideo(aiko, 'Ben');
});

test('a join that is cancelled while livekit-client loads stays cancelled, and the lobby works', async ({
  join,
  clickAtOnce,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(/\/assets\/livekit-/);
  const files = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await expect.poll(files).toContainEqual(expect.stringMatching(/\/token$/));
  // Waits until the page has received the token, so that only livekit-client is missing.
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeEnabled();
  letIn();
  await expect(aiko.getByText('Nobody else is here yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingVideo(page, 'Aiko');
});

test('a refused guest reads the reason before livekit-client has loaded', async ({ clickAtOnce }) => {
  const { page } = await clickAtOnce(/\/assets\/livekit-/, { query: 'room=no-such-room&lang=en' });
  await expect(page.getByText('There is no such room here.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Join' })).toBeEnabled();
});

/**
 * Stops the page's two timers that end its wait for the first video: the one that looks for an idle main thread, and
 * the time limit. Only LiveKit's answer can end the wait then.
 */
function stopTimers(): void {
  const { setInterval: every, setTimeout: later } = globalThis;
  const stopped = { idle: 0, longest: 0 };
  Object.assign(globalThis, {
    stopped,
    setInterval: (run: () => void, ms: number) => (ms === 10 ? ((stopped.idle += 1), 0) : every(run, ms)),
    setTimeout: (run: () => void, ms?: number) =>
      ms === 6000 ? ((stopped.longest += 1), 0) : later(run, ms),
  });
}

/**
 * Waits until the app has started these timers. Fails if it no longer uses timers of these lengths: then `stopTimers`
 * stops nothing, and the tests that need it prove nothing.
 */
async function expectStoppedTimers(page: Page, expected: object = { idle: 1, longest: 1 }): Promise<void> {
  await expect.poll(() => page.evaluate((): unknown => Reflect.get(globalThis, 'stopped'))).toEqual(expected);
}

test('the room does not wait for a video when nobody sends one', async ({ openLobby, clickAtOnce }) => {
  const aiko = await openLobby({ name: 'Aiko' });
  await aiko.getByRole('button', { name: 'Video', exact: true }).click();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Aiko')).toBeVisible();
  const { page } = await clickAtOnce(/never/, { before: stopTimers });
  await expect(tile(page, 'Aiko')).toBeVisible();
  await expectStoppedTimers(page);
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeVisible();
  await expectSound(page);
});

test('the room appears without a video that never arrives', async ({ join, clickAtOnce }) => {
  await join({ name: 'Aiko' });
  const { page } = await clickAtOnce(/never/, {
    before: () => {
      const every = globalThis.setInterval;
      const stopped = { idle: 0 };
      Object.assign(globalThis, {
        stopped,
        // Stops the timer that looks for an idle main thread, as if the main thread were always busy.
        setInterval: (run: () => void, ms: number) => (ms === 10 ? ((stopped.idle += 1), 0) : every(run, ms)),
      });
      HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    },
  });
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeVisible();
  await expectStoppedTimers(page, { idle: 1 });
  await expect(earlyVideo(page)).toBeHidden();
  await expectMovingVideo(page, 'Aiko');
});

test('the room is rendered when the guest switches to another tab before the first video', async ({
  join,
  server,
  room,
  sleepyTab,
}) => {
  await join({ name: 'Aiko' });
  const { page } = sleepyTab;
  await page.addInitScript(stopTimers);
  // Makes the browser report no video frames, as it does for a hidden page: a headless Chromium would go on rendering
  // it.
  await page.addInitScript(() => (HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0));
  await page.goto(`${server.url}?room=${room}&lang=en&name=Ben`);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(earlyVideo(page)).toHaveAttribute('data-state', 'seen');
  await sleepyTab.hide();
  await expect(page.locator('main[data-connection=steady]')).toBeVisible();
  await expectStoppedTimers(page);
  await sleepyTab.wake();
  await expectMovingVideo(page, 'Aiko');
  await expect(earlyVideo(page)).toBeHidden();
});

test('a click on Join while livekit-client is still loading is answered at once, and joins when it has loaded', async ({
  join,
  clickAtOnce,
}) => {
  await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(/\/assets\/livekit-/);
  await expect(page.getByRole('button', { name: 'Joining…' })).toBeVisible();
  letIn();
  await expectMovingVideo(page, 'Aiko');
});

test('the first video is visible before the room also after a click in a complete lobby, and then in the room', async ({
  join,
  browser,
  server,
  room,
}) => {
  await join({ name: 'Aiko' });
  const page = await browser.newPage();
  await page.addInitScript(stopTimers);
  await page.goto(`${server.url}?room=${room}&lang=en&name=Ben`);
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeEnabled();
  // Before the click on Join the room is already rendered in the document, but hidden.
  await expect(page.locator('main[data-connection]')).toBeAttached();
  await page.evaluate(() => {
    const states: unknown[] = [];
    Object.assign(globalThis, { states });
    const sight = document.querySelector<HTMLElement>('[data-early-video=en]');
    const drawn = document.querySelector('main[data-connection]');
    if (!sight || !drawn) throw new Error('The room is not rendered.');
    new MutationObserver(() => {
      const { state } = sight.dataset;
      states.push([state, state === 'seen' && drawn.checkVisibility()]);
    }).observe(sight, { attributeFilter: ['data-state'] });
  });
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingVideo(page, 'Aiko');
  await expectSound(page);
  await expect(earlyVideo(page)).toBeHidden();
  const states = await page.evaluate((): unknown => Reflect.get(globalThis, 'states'));
  expect(states).toContainEqual(['seen', false]);
  expect(states).toContainEqual(['gone', false]);
  await page.close();
});
