import { setTimeout as wait } from 'node:timers/promises';
import { expectBack, recordAnnouncements } from '../testing/faults.ts';
import { expectMovingVideo, tile } from '../testing/observe.ts';
import { expect, missing, test } from './firewalledTest.ts';

test.skip(missing !== undefined, missing);

test('media returns by itself after an interruption without loss of signalling, and after a change of a guest’s address', async ({
  joinInside,
  joinFromAfar,
}) => {
  const aiko = await joinInside('Aiko');
  const ben = await joinFromAfar('Ben');
  const chie = await joinFromAfar('Chie');
  for (const { name, page } of [ben, chie]) {
    await expectMovingVideo(aiko, name);
    await expectMovingVideo(page, 'Aiko');
  }
  const announcements = await recordAnnouncements(aiko);

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

  // Waits for 60 s, which is longer than the SDK itself tries to reconnect.
  const longest = expectBackAfter(chie, 60);
  await expectBackAfter(ben, 5);
  expect(await announcements()).not.toContain('Ben');
  await expectBackAfter(ben, 20);

  ben.network.changeAddress();
  const changedMs = Date.now();
  // Waits until frames from before the change of the address are no longer displayed.
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
});
