import { setTimeout as wait } from 'node:timers/promises';
import type { RunningRoom } from '../local/room.ts';
import { countOpenedDevices, expect, expectBack, keepNews, test } from './faults.ts';
import { expectMovingPicture, expectSilence, tile } from './observe.ts';

/** @param pid of the LiveKit that runs now */
function kill({ livekit }: RunningRoom, signal: 'SIGTERM' | 'SIGKILL', pid = livekit.pid): void {
  if (pid === undefined) throw new Error('LiveKit has no process id');
  process.kill(pid, signal);
}

test('a LiveKit that dies has its guests back without a click, after 3 seconds and after 12', async ({
  join,
  openHouse,
  restartLivekit,
}) => {
  test.setTimeout(150_000);
  const house = await openHouse();
  const aiko = await join({ name: 'Aiko', origin: house.url, query: '' });
  const ben = await join({ name: 'Ben', origin: house.url, query: '' });
  await expect(aiko.getByText('Ben joined.')).toBeAttached();
  await expectMovingPicture(aiko, 'Ben');
  await expectMovingPicture(ben, 'Aiko');
  const news = await keepNews(aiko);
  const devicesOpened = await countOpenedDevices(aiko);

  kill(house, 'SIGKILL');
  await wait(3000);
  const second = await restartLivekit(house);
  await expectBack(
    [
      [aiko, 'Ben'],
      [ben, 'Aiko'],
    ],
    Date.now(),
    'SIGKILL, 3 s',
  );

  kill(house, 'SIGKILL', second.pid);
  await expect(aiko.getByText('Reconnecting…')).toBeVisible();
  // Ben stays where he was, as he was last seen.
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await wait(9000);
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(aiko.getByText('2 people')).toBeVisible();
  await restartLivekit(house);
  await expectBack(
    [
      [aiko, 'Ben'],
      [ben, 'Aiko'],
    ],
    Date.now(),
    'SIGKILL, 12 s',
  );
  // Longer than the others are waited for.
  await wait(9000);
  expect(await news()).toBe('');
  expect(await devicesOpened(), 'camera and microphone stay open').toBe(0);
});

test('a server that is restarted on purpose has its guests back, muted as they were, once the door opens', async ({
  join,
  openHouse,
  restartLivekit,
}) => {
  test.setTimeout(120_000);
  const house = await openHouse();
  const aiko = await join({ name: 'Aiko', origin: house.url, query: '' });
  const ben = await join({ name: 'Ben', origin: house.url, query: '' });
  await expectMovingPicture(aiko, 'Ben');
  await ben.getByRole('button', { name: 'Microphone', exact: true }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted/);

  // The first asks it to wait for the guests, the second not to. Two at once may be taken for one.
  kill(house, 'SIGTERM');
  await wait(500);
  kill(house, 'SIGTERM');
  for (const guest of [aiko, ben]) {
    await expect(
      guest.getByRole('heading', { name: 'The video server was shut down or restarted.' }),
    ).toBeVisible();
    await expect(guest.getByText('Trying to come back')).toBeVisible();
  }
  // What was there is still seen.
  await expect(tile(aiko, 'Ben')).toBeVisible();

  await restartLivekit(house);
  const backMs = Date.now();
  await expectMovingPicture(aiko, 'Ben');
  await expectBack([[ben, 'Aiko']], backMs, 'two SIGTERMs');
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted/);
  await expectSilence(aiko);
  await expect(aiko.getByText('2 people')).toBeVisible();
});
