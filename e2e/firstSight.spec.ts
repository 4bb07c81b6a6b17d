import type { Locator, Page } from 'playwright/test';
import { fakeDevices } from './browserArguments.ts';
import { changedPixels, expectMovingPicture, expectSound } from './observe.ts';
import { expect, test as base } from './story.ts';

/** What draws lobby and room. LiveKit's client and what begins the visit are none of it. */
const drawing = /\/assets\/(react|lobby|room)-[^/]*\.js$/;

interface Newcomer {
  page: Page;
  /** Lets the files come that were held back. */
  letIn: () => void;
}

const test = base.extend<{ clickAtOnce: (held: RegExp, query?: string) => Promise<Newcomer> }>({
  /** Ben clicks Join while some of the app's files are on their way. */
  clickAtOnce: async ({ browser, house, room }, use) => {
    const context = await browser.newContext();
    await use(async (held, query = `room=${room}&lang=en`) => {
      const page = await context.newPage();
      let letIn = () => {};
      const files = new Promise<void>((resolve) => (letIn = resolve));
      await page.route(held, async (route) => {
        await files;
        await route.continue();
      });
      await page.goto(`${house.url}?${query}&name=Ben`, { waitUntil: 'commit' });
      await page.getByRole('button', { name: 'Join' }).click();
      return { page, letIn };
    });
    await context.close();
  },
});

/** What is seen of the room before the app is there. */
function firstSight(page: Page): Locator {
  return page.locator('[data-first-sight=en]');
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
  await expect(firstSight(page).getByRole('main')).toBeFocused();
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
