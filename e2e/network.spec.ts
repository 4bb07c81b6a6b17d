import { setTimeout as wait } from 'node:timers/promises';
import { expect, expectBack, recordAnnouncements, test } from '../testing/faults.ts';
import { expectMovingPicture, tile } from '../testing/observe.ts';

/** What is said beside the quiet dot. */
const dot = 'Part of the connection was lost';

/** Whether what stands around the words is seen on the page in forced colours, which take the colour of a background away. Runs in the page. */
function isDotSeen({ parentElement, ownerDocument }: HTMLElement): boolean {
  const page = ownerDocument.createElement('div');
  page.style.background = 'Canvas';
  ownerDocument.body.append(page);
  const ground = getComputedStyle(page).backgroundColor;
  page.remove();
  return parentElement !== null && getComputedStyle(parentElement).backgroundColor !== ground;
}

test(
  'a signal path that is cut for 5, 20 or 60 seconds is a quiet dot, and picture and sound go on',
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
      await expectMovingPicture(aiko, cut.name);
      await expectMovingPicture(page, 'Aiko');
    }
    const news = await recordAnnouncements(aiko);

    await Promise.all(
      guests.map(async ({ cut: { name, seconds, how }, path, page }) => {
        path.cut(how);
        const mendMs = Date.now() + seconds * 1000;
        // Silence is noticed when the SFU has not answered for 15 s.
        await expect(page.getByText(dot)).toBeAttached();
        // In the system's own colours, too.
        expect(await page.getByText(dot).evaluate(isDotSeen)).toBe(true);
        await expectMovingPicture(page, 'Aiko');
        await expectMovingPicture(aiko, name);
        await expect(page.getByText('Reconnecting…')).toHaveCount(0);
        await wait(Math.max(0, mendMs - Date.now()));
        path.mend();
        const sinceMs = Date.now();
        await expect(page.getByText(dot)).toHaveCount(0);
        await expectBack([[page, 'Aiko']], sinceMs, `signal path ${how} for ${seconds} s`);
        // Signalling alone tells the others.
        await page.getByRole('button', { name: 'Microphone', exact: true }).click();
        await expect(tile(aiko, name)).toHaveAccessibleName(/muted/);
      }),
    );
    await expect(aiko.getByText('4 people')).toBeVisible();
    expect(await news()).toBe('');
  },
);
