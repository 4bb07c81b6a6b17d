import { setTimeout as wait } from 'node:timers/promises';
import { expectBack, recordAnnouncements } from '../testing/faults.ts';
import { expectMovingPicture, tile } from '../testing/observe.ts';
import { expect, missing, test } from './firewalledTest.ts';

test.skip(missing !== undefined, missing);

test(
  'media that is lost while signalling goes on, and a guest whose address changes, are back by themselves',
  { tag: '@waits' },
  async ({ joinInside, joinFromAfar }) => {
    const aiko = await joinInside('Aiko');
    const ben = await joinFromAfar('Ben');
    const chie = await joinFromAfar('Chie');
    for (const { name, page } of [ben, chie]) {
      await expectMovingPicture(aiko, name);
      await expectMovingPicture(page, 'Aiko');
    }
    const news = await recordAnnouncements(aiko);

    async function expectBackAfter({ name, page, network }: typeof ben, seconds: number): Promise<void> {
      network.cutMedia();
      const mendMs = Date.now() + seconds * 1000;
      if (seconds > 10) {
        await expect(page.getByText('Reconnecting…')).toBeVisible();
        await expect(tile(page, 'Aiko')).toBeVisible();
      }
      await wait(Math.max(0, mendMs - Date.now()));
      network.mendMedia();
      const sinceMs = Date.now();
      await expectBack(
        [
          [page, 'Aiko'],
          [aiko, name],
        ],
        sinceMs,
        `media lost for ${String(seconds)} s`,
      );
    }

    // Longer than the SDK tries by itself.
    const longest = expectBackAfter(chie, 60);
    await expectBackAfter(ben, 5);
    expect(await news()).not.toContain('Ben');
    await expectBackAfter(ben, 20);

    ben.network.changeAddress();
    const changedMs = Date.now();
    // What came before is still on its way to the screen for a moment.
    await wait(1000);
    await expectBack(
      [
        [ben.page, 'Aiko'],
        [aiko, 'Ben'],
      ],
      changedMs,
      'another address',
    );

    await longest;
    await expect(aiko.getByText('3 people')).toBeVisible();
    for (const { name } of [ben, chie]) await expect(tile(aiko, name)).toHaveCount(1);
  },
);
