import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, test } from './story.ts';

const sizes = [
  { width: 360, height: 640 },
  { width: 640, height: 360 },
  { width: 768, height: 1024 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];

/** Nothing is cut off sideways, and what is named can be hit without scrolling sideways. */
async function expectToFit(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'nothing sticks out sideways').toBeLessThanOrEqual(0);
}

test('without a name nobody joins, and the field is where one is', async ({ openLobby }) => {
  const page = await openLobby({ name: '' });
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('alert')).toHaveText('Please enter your name (1 to 60 characters).');
  await expect(page.getByRole('textbox', { name: 'Your name' })).toBeFocused();
});

test('the lobby is joined by keyboard alone', async ({ openLobby }) => {
  const page = await openLobby({ name: '' });
  await page.getByRole('textbox', { name: 'Your name' }).focus();
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

test('the language is the browser’s, the address’s, or the chosen one, which is remembered', async ({
  openLobby,
  house,
  room,
}) => {
  const page = await openLobby({ name: 'Aiko', context: { locale: 'ja-JP' } });
  await expect(page.getByRole('button', { name: '参加する' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.getByRole('combobox', { name: '言語' }).selectOption('English');
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Join' })).toBeVisible();
  await page.goto(`${house.url}?room=${room}&lang=ja`);
  await expect(page.getByRole('button', { name: '参加する' })).toBeVisible();
});

test('the lobby is seen before the app is there, and goes on with what was typed', async ({
  page,
  house,
  room,
}) => {
  let letIn = () => {};
  const app = new Promise<void>((resolve) => (letIn = resolve));
  await page.route('**/assets/**', async (route) => {
    await app;
    await route.continue();
  });
  await page.goto(`${house.url}?room=${room}&lang=ja`, { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { name: `${room} に参加` })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  const join = page.getByRole('button', { name: '参加する' });
  const field = page.getByRole('textbox', { name: 'お名前' });
  await expect(join).toBeDisabled();
  await field.click();
  await page.keyboard.type('Aio');
  await page.keyboard.press('ArrowLeft');
  // Nothing is sent, and no page loaded anew, by a form that nobody listens to.
  await page.keyboard.press('Enter');
  const before = await join.boundingBox();
  letIn();
  await expect(join).toBeEnabled();
  await expect(field).toBeFocused();
  await page.keyboard.type('k');
  await expect(field).toHaveValue('Aiko');
  const after = await join.boundingBox();
  expect([after?.x, after?.width, after?.height]).toEqual([before?.x, before?.width, before?.height]);
  await join.click();
  await expect(page.getByRole('listitem', { name: /^Aiko/ })).toBeVisible();
});

for (const size of sizes) {
  test(`lobby and room are usable at ${size.width}×${size.height}`, async ({ openLobby, join }) => {
    const page = await openLobby({ name: 'Aiko', context: { viewport: size, hasTouch: size.width < 700 } });
    await expect(page.getByRole('combobox', { name: 'Camera to use' })).toBeAttached();
    await expectToFit(page);
    await expect(page.getByRole('button', { name: 'Join' })).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Join' }).click();
    await join({ name: 'Ben' });
    await expect(page.getByRole('listitem', { name: /^Ben/ })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('listitem', { name: /^Aiko/ })).toBeInViewport({ ratio: 1 });
    for (const name of ['Microphone', 'Camera', 'Leave']) {
      const button = page.getByRole('button', { name });
      await expect(button).toBeInViewport({ ratio: 1 });
      const box = await button.boundingBox();
      expect(
        Math.min(box?.width ?? 0, box?.height ?? 0),
        `${name} can be hit by a thumb`,
      ).toBeGreaterThanOrEqual(44);
    }
    await expectToFit(page);
  });
}

for (const language of ['en', 'ja']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in lobby, room and end (${language}, ${colorScheme})`, async ({
      openLobby,
      room,
    }) => {
      const page = await openLobby({
        name: 'Aiko',
        query: `room=${room}&lang=${language}`,
        context: { colorScheme },
      });
      const expectNoViolations = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      };
      const buttons = language === 'en' ? ['Join', 'Leave', 'Rejoin'] : ['参加する', '退出', 'もう一度参加'];
      for (const name of buttons) {
        const button = page.getByRole('button', { name });
        await expect(button).toBeVisible();
        await expectNoViolations();
        if (name !== buttons.at(-1)) await button.click();
      }
    });
  }
}
