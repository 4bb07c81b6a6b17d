import { setTimeout as wait } from 'node:timers/promises';
import { expect, expectBack, recordAnnouncements, test } from '../testing/faults.ts';
import { expectMovingVideo, tile } from '../testing/observe.ts';

/** Text that screen readers read for the dot, which marks a lost signal connection. */
const dot = 'Part of the connection was lost';

/**
 * Tells whether the dot around this text is visible in forced colours, which replace background colours. Runs in the
 * page.
 */
function isDotSeen({ parentElement, ownerDocument }: HTMLElement): boolean {
  const page = ownerDocument.createElement('div');
  page.style.background = 'Canvas';
  ownerDocument.body.append(page);
  const ground = getComputedStyle(page).backgroundColor;
  page.remove();
  return parentElement !== null && getComputedStyle(parentElement).backgroundColor !== ground;
}

test(
  'a signal connection that is cut for 5, 20 or 60 seconds shows only a dot, and video and audio continue',
  { tag: '@waits' },
  async ({ join, server, room, pathTo }) => {
    const query = `room=${room}`;
    const aiko = await join({ name: 'Aiko' });
    const cuts = [
      { name: 'Ben', seconds: 5, how: 'closed' },
      { name: 'Chie', seconds: 20, how: 'silent' },
      { name: 'Dan', seconds: 60, how: 'closed' },
    ] as const;
    const guests = await Promise.all(
      cuts.map(async (cut) => {
        const path = await pathTo(server);
        const context = { forcedColors: 'active' } as const;
        const page = await join({ name: cut.name, origin: path.url, query, context });
        return { cut, path, page };
      }),
    );
    for (const { cut, page } of guests) {
      await expectMovingVideo(aiko, cut.name);
      await expectMovingVideo(page, 'Aiko');
    }
    const announcements = await recordAnnouncements(aiko);

    await Promise.all(
      guests.map(async ({ cut: { name, seconds, how }, path, page }) => {
        path.cut(how);
        const mendMs = Date.now() + seconds * 1000;
        // Waits for the dot: the SDK notices a silent connection when the SFU has not answered for 15 s.
        await expect(page.getByText(dot)).toBeAttached();
        // The dot is visible in forced colours, too.
        expect(await page.getByText(dot).evaluate(isDotSeen)).toBe(true);
        await expectMovingVideo(page, 'Aiko');
        await expectMovingVideo(aiko, name);
        await expect(page.getByText('Reconnecting…')).toHaveCount(0);
        await wait(Math.max(0, mendMs - Date.now()));
        path.mend();
        const sinceMs = Date.now();
        await expect(page.getByText(dot)).toHaveCount(0);
        await expectBack([[page, 'Aiko']], sinceMs, `signal path ${how} for ${seconds} s`);
        // Turns the camera off, which takes CPU time while the longest cut lasts. The others learn of it only through
        // signalling, so if they see it, signalling works again.
        await page.getByRole('button', { name: 'Video', exact: true }).click();
        await expect(tile(aiko, name)).toHaveAccessibleName(/video off/);
      }),
    );
    await expect(aiko.getByText('4 people')).toBeVisible();
    expect(await announcements()).toBe('');
  },
);
