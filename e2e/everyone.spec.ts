import type { Locator, Page } from 'playwright/test';
import { en } from '../src/messages/en.ts';
import { ja } from '../src/messages/ja.ts';
import { roomEn } from '../src/messages/roomEn.ts';
import { roomJa } from '../src/messages/roomJa.ts';
import type { AllMessages } from '../src/messages/speech.ts';
import { expectNoViolationsInLightAndDark } from './axe.ts';
import { expect, test } from '../testing/e2eTest.ts';

/**
 * Lists all menus, dialogs and panels of the room, with the clicks that open them. Some are opened by an item of the
 * menu More.
 */
function panels(page: Page, { control, controls, chat, gesture, view, stage }: AllMessages) {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const item = (name: string) => async () => {
    await button(controls.more).click();
    await page.getByRole('menuitem', { name }).click();
  };
  return [
    { name: controls.more, open: () => button(controls.more).click() },
    { name: controls.videoDevices, open: () => button(controls.videoDevices).click() },
    { name: controls.audioDevices, open: () => button(controls.audioDevices).click() },
    { name: gesture.react, open: () => button(gesture.react).click() },
    { name: 'tile menu', open: () => button(view.more(stage.you('Aiko'))).click() },
    { name: controls.layout, open: item(controls.layout) },
    { name: controls.settings, open: item(controls.settings) },
    { name: controls.invite, open: item(controls.invite) },
    { name: controls.shortcuts, open: item(controls.shortcuts) },
    { name: chat.title, open: () => button(chat.title).click() },
    { name: control.leave, open: () => button(control.leave).click() },
  ];
}

for (const [language, messages] of Object.entries({ en: { ...en, ...roomEn }, ja: { ...ja, ...roomJa } })) {
  test(`axe finds nothing in the room’s menus, dialogs and panels, in light and dark (${language})`, async ({
    openLobby,
    room,
  }) => {
    const page = await openLobby({
      name: 'Aiko',
      video: 'off',
      query: `room=${room}&lang=${language}`,
      // Without reduced motion axe would measure colours in the middle of a transition.
      context: { reducedMotion: 'reduce' },
    });
    await page.getByRole('button', { name: messages.lobby.join, exact: true }).click();
    await page.getByRole('button', { name: messages.control.leave }).waitFor();
    for (const { name, open } of panels(page, messages)) {
      await open();
      await expectNoViolationsInLightAndDark(page, name);
      await page.keyboard.press('Escape');
    }
  });
}

test('at 200 % zoom every control can be reached, and the page does not scroll sideways', async ({
  join,
}) => {
  // The size that a window of 1280×720 has at 200 % zoom.
  const page = await join({
    name: 'Aiko',
    video: 'off',
    context: { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 },
  });
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  for (const button of await page.getByRole('group', { name: 'Controls' }).getByRole('button').all()) {
    await expect(button).toBeInViewport({ ratio: 1 });
  }
  for (const name of ['settings', 'layout', 'invite', 'shortcuts'] as const) {
    await page.getByRole('button', { name: 'More' }).click();
    const item = page.getByRole('menuitem', { name: roomEn.controls[name] });
    await item.scrollIntoViewIfNeeded();
    await item.click();
    const dialog = page.getByRole('dialog');
    const last = dialog.locator('button, input, select, li').last();
    await last.scrollIntoViewIfNeeded();
    await expect(last).toBeInViewport({ ratio: 0.9 });
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
});

test('nothing moves for guests who prefer reduced motion', async ({ join }) => {
  const page = await join({ name: 'Aiko', video: 'off', context: { reducedMotion: 'reduce' } });
  await page.getByRole('button', { name: /^Chat/ }).click();
  await page.getByRole('button', { name: 'React' }).click();
  await page.getByRole('button', { name: 'Thumbs up' }).click();
  await expect(page.getByRole('listitem', { name: /^Aiko/ }).getByText('👍')).toBeVisible();
  expect(await page.evaluate(movingParts)).toEqual([]);
});

/** Returns the elements of the page that would move or fade. Runs in the page. */
function movingParts(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    for (const part of [undefined, '::before', '::after', '::backdrop']) {
      const { transitionDuration, animationName } = getComputedStyle(element, part);
      const isStill = transitionDuration.split(', ').every((each) => each === '0s');
      if (!isStill || animationName !== 'none') found.push(`${element.className}${part ?? ''}`);
    }
  }
  return found;
}
