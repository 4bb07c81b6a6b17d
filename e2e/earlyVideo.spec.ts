import type { Locator, Page } from 'playwright/test';
import { fakeDevices } from '../testing/browserArguments.ts';
import { holdFiles } from './holdFiles.ts';
import { changedPixels, expectMovingPicture, expectSound, tile } from '../testing/observe.ts';
import { withSleepyTab, type SleepyTab } from './sleepyTab.ts';
import { expect, test as base } from '../testing/e2eTest.ts';

/** What draws lobby and room. LiveKit's client and what begins the visit are none of it. */
const drawing = /\/assets\/(react|lobby|room)-[^/]*\.js$/;

interface Newcomer {
  page: Page;
  /** Lets the files come that were held back. */
  letIn: () => void;
}

interface Arrival {
  query?: string;
  /** Runs in the page before the app does. */
  before?: () => void;
}

interface Fixtures {
  clickAtOnce: (held: RegExp, arrival?: Arrival) => Promise<Newcomer>;
  sleepyTab: SleepyTab;
}

const test = base.extend<Fixtures>({
  ...withSleepyTab,
  /** Ben clicks Join while some of the app's files are on their way. */
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

/** What is seen of the room before the app is there. */
function firstSight(page: Page): Locator {
  return page.locator('[data-early-video=en]');
}

test('who clicks Join before the app is there sees and hears the others without it, and goes on seeing them when it comes', async ({
  join,
  launch,
  clickAtOnce,
}) => {
  const browser = await launch(fakeDevices);
  const aiko = await join({ name: 'Aiko', browser });
  await join({ name: 'Chie', browser });
  const { page, letIn } = await clickAtOnce(drawing);
  await expect(page.getByText(/^(Aiko|Chie)$/)).toBeVisible();
  await expect.poll(() => firstSight(page).locator('video').evaluate(changedPixels)).toBeGreaterThan(20);
  await expectSound(page);
  await expectMovingPicture(aiko, 'Ben');
  await expect(page.getByRole('button', { name: 'Leave' })).toBeInViewport({ ratio: 1 });
  // From frame to frame somebody's picture is drawn, in one place or the other.
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
  await expect(firstSight(page)).toBeHidden();
  for (const name of ['Aiko', 'Chie']) await expectMovingPicture(page, name);
  await expectSound(page);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'gaps'))).toEqual([]);
  await expect(page.locator('audio')).toHaveCount(2);
  await page.getByRole('button', { name: 'Microphone' }).focus();
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeFocused();
});

test('who leaves there is back in the lobby, and gone for the others', async ({ join, clickAtOnce }) => {
  const aiko = await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(drawing);
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(page.locator('#root')).toHaveAttribute('inert');
  await page.keyboard.press('Tab');
  const leave = page.getByRole('button', { name: 'Leave' });
  await expect(leave).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(firstSight(page)).toBeHidden();
  await expect(tile(aiko, 'Ben')).toHaveCount(0);
  letIn();
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingPicture(page, 'Aiko');
});

test('a click on Join is taken back before the app is there, and works again', async ({
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
  const aiko = await join({ name: 'Aiko' });
  await expect(aiko.getByText('Nobody else is here yet.')).toBeVisible();
  await again.click();
  await expectMovingPicture(aiko, 'Ben');
});

test('a call that is given up while LiveKit is on its way is given up, and the lobby is there', async ({
  join,
  clickAtOnce,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(/\/assets\/livekit-/);
  const files = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await expect.poll(files).toContainEqual(expect.stringMatching(/\/token$/));
  // The answer is taken, and the client is all that is waited for.
  await page.waitForTimeout(300);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeEnabled();
  letIn();
  await expect(aiko.getByText('Nobody else is here yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingPicture(page, 'Aiko');
});

test('who is refused is told so, without LiveKit’s client', async ({ clickAtOnce }) => {
  const { page } = await clickAtOnce(/\/assets\/livekit-/, { query: 'room=no-such-room&lang=en' });
  await expect(page.getByText('There is no such room here.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Join' })).toBeEnabled();
});

/** Without what else would end the wait for a picture: an idle processor, and patience. */
function onlyAnAnswerEndsTheWait(): void {
  const { setInterval: every, setTimeout: later } = globalThis;
  Object.assign(globalThis, {
    setInterval: (run: () => void, ms: number) => (ms === 10 ? 0 : every(run, ms)),
    setTimeout: (run: () => void, ms?: number) => (ms === 6000 ? 0 : later(run, ms)),
  });
}

test('where nobody sends a picture the room comes without waiting for one', async ({
  openLobby,
  clickAtOnce,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  await aiko.getByRole('button', { name: 'Camera' }).click();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Aiko')).toBeVisible();
  const { page } = await clickAtOnce(/never/, { before: onlyAnAnswerEndsTheWait });
  await expect(tile(page, 'Aiko')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeVisible();
  await expectSound(page);
});

test('a picture that never comes keeps nobody out of the room', async ({ join, clickAtOnce }) => {
  await join({ name: 'Aiko' });
  const { page } = await clickAtOnce(/never/, {
    before: () => {
      const every = globalThis.setInterval;
      Object.assign(globalThis, {
        // The processor is never idle.
        setInterval: (run: () => void, ms: number) => (ms === 10 ? 0 : every(run, ms)),
      });
      HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
    },
  });
  await expect(page.getByRole('button', { name: 'Microphone' })).toBeVisible();
  await expect(firstSight(page)).toBeHidden();
  await expectMovingPicture(page, 'Aiko');
});

test('who looks at another tab before somebody is seen is in the room meanwhile', async ({
  join,
  server,
  room,
  sleepyTab,
}) => {
  await join({ name: 'Aiko' });
  const { page } = sleepyTab;
  await page.addInitScript(onlyAnAnswerEndsTheWait);
  // Without a screen Chromium goes on drawing what is out of view.
  await page.addInitScript(() => (HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0));
  await page.goto(`${server.url}?room=${room}&lang=en&name=Ben`);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(firstSight(page)).toHaveAttribute('data-state', 'seen');
  await sleepyTab.hide();
  await expect(page.locator('main[data-connection=steady]')).toBeVisible();
  await sleepyTab.wake();
  await expectMovingPicture(page, 'Aiko');
  await expect(firstSight(page)).toBeHidden();
});

test('while the network is waited for, the page is drawn', async ({ join, clickAtOnce }) => {
  await join({ name: 'Aiko' });
  const { page, letIn } = await clickAtOnce(/\/assets\/livekit-/);
  await expect(page.getByRole('button', { name: 'Joining…' })).toBeVisible();
  letIn();
  await expectMovingPicture(page, 'Aiko');
});

test('from a lobby that is whole, too, somebody is seen before the room is drawn, and in the room after it', async ({
  join,
  browser,
  server,
  room,
}) => {
  await join({ name: 'Aiko' });
  const page = await browser.newPage();
  await page.addInitScript(onlyAnAnswerEndsTheWait);
  await page.goto(`${server.url}?room=${room}&lang=en&name=Ben`);
  await expect(page.getByRole('button', { name: 'Listen only' })).toBeEnabled();
  // The room is drawn, and takes no place.
  await expect(page.locator('main[data-connection]')).toBeAttached();
  await page.evaluate(() => {
    const states: unknown[] = [];
    Object.assign(globalThis, { states });
    const sight = document.querySelector<HTMLElement>('[data-early-video=en]');
    const drawn = document.querySelector('main[data-connection]');
    if (!sight || !drawn) throw new Error('There is nothing to look at.');
    new MutationObserver(() => {
      const { state } = sight.dataset;
      states.push([state, state === 'seen' && drawn.checkVisibility()]);
    }).observe(sight, { attributeFilter: ['data-state'] });
  });
  await page.getByRole('button', { name: 'Join' }).click();
  await expectMovingPicture(page, 'Aiko');
  await expectSound(page);
  await expect(firstSight(page)).toBeHidden();
  const states = await page.evaluate((): unknown => Reflect.get(globalThis, 'states'));
  expect(states).toContainEqual(['seen', false]);
  expect(states).toContainEqual(['gone', false]);
  await page.close();
});
