import { RoomServiceClient } from 'livekit-server-sdk';
import type { Page } from 'playwright/test';
import { drop } from './drop.ts';
import { changedPixels, expectMovingVideo, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

async function openMini(page: Page): Promise<Page> {
  const opening = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Open small window' }).click();
  return opening;
}

test(
  'the small window shows video, name and controls, and closing it goes back to the room',
  { tag: '@window' },
  async ({ join, server, room }) => {
    const aiko = await join({ name: 'Aiko' });
    const ben = await join({ name: 'Ben' });
    await expectMovingVideo(aiko, 'Ben');

    const mini = await openMini(aiko);
    await expect(mini.getByText('Ben', { exact: true })).toBeVisible();
    const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
    const guests = await host.listParticipants(room);
    const { identity = '' } = guests.find(({ name }) => name === 'Ben') ?? {};
    await host.updateParticipant(room, identity, { name: '\u202eAiko\u3164' });
    await expect(mini.getByText('Aiko (2)', { exact: true })).toBeVisible();
    await host.updateParticipant(room, identity, { name: 'Ben' });
    await expect(mini.getByText('Ben', { exact: true })).toBeVisible();
    await expect.poll(() => mini.locator('video').evaluate(changedPixels)).toBeGreaterThan(20);

    await mini.getByRole('button', { name: 'Microphone' }).click();
    await expect(mini.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'false');
    await expect(aiko.getByRole('button', { name: 'Microphone', exact: true })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/muted/);

    const tabs: Page[] = [];
    aiko.context().on('page', (tab) => tabs.push(tab));
    const address = mini.url();
    const link = new URL('config.json', aiko.url()).href;
    for (const what of [{ files: [import.meta.filename] }, { link }])
      await drop(mini, { x: 99, y: 99 }, what);
    expect(tabs).toEqual([]);
    expect(mini.url()).toBe(address);
    await expect(mini.getByText('Ben', { exact: true })).toBeVisible();

    // The menu item that opened the small window also closes it, and the page shows the room again.
    const closing = mini.waitForEvent('close');
    await aiko.getByRole('button', { name: 'More' }).click();
    await aiko.getByRole('menuitem', { name: 'Open small window' }).click();
    await closing;
    await expectMovingVideo(aiko, 'Ben');

    const again = await openMini(aiko);
    await again.getByRole('button', { name: 'Leave' }).click();
    await expect(aiko.getByRole('button', { name: 'Rejoin' })).toBeVisible();
    await expect.poll(() => again.isClosed()).toBe(true);
  },
);

test(
  'a browser with only video picture-in-picture uses that, and one without picture-in-picture has no menu item',
  { tag: '@window' },
  async ({ openLobby, join }) => {
    await join({ name: 'Ben' });
    const aiko = await openLobby({ name: 'Aiko' });
    await aiko.addInitScript(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
    await aiko.reload();
    await aiko.getByRole('button', { name: 'Join' }).click();
    await expectMovingVideo(aiko, 'Ben');
    await aiko.getByRole('button', { name: 'More' }).click();
    await aiko.getByRole('menuitem', { name: 'Open small window' }).click();
    await expect.poll(() => aiko.evaluate(() => document.pictureInPictureElement?.tagName)).toBe('VIDEO');

    await aiko.addInitScript(() =>
      Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { get: () => false }),
    );
    await aiko.reload();
    await aiko.getByRole('button', { name: 'Join' }).click();
    await aiko.getByRole('button', { name: 'More' }).click();
    await expect(aiko.getByRole('menuitem', { name: 'Invite' })).toBeVisible();
    await expect(aiko.getByRole('menuitem', { name: 'Open small window' })).toHaveCount(0);
  },
);
