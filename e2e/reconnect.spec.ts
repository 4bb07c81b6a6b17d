import { mediaAddress } from '../local/lan/lanAddress.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import type { RunningRoom } from '../local/room.ts';
import { expectMovingPicture, expectSilence, expectSound, tile } from './observe.ts';
import { expect, test as base } from './story.ts';

/** A LiveKit that takes the place of one that has ended: the same ports, the same keys. */
const test = base.extend<{ restartLivekit: (house: RunningRoom) => void }>({
  restartLivekit: async ({}, use) => {
    const started: { stop: () => Promise<void> }[] = [];
    await use(({ livekit, ports, keys }) => {
      const choices = {
        port: ports.livekit,
        udpPort: ports.livekitUdp,
        tcpPort: undefined,
        mediaAddress: mediaAddress(undefined),
        keys,
      };
      started.push(startLivekit(livekit.path, choices, () => {}));
    });
    await Promise.all(started.map((livekit) => livekit.stop()));
  },
});

function kill({ livekit }: RunningRoom, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (livekit.pid === undefined) throw new Error('LiveKit has no process id');
  process.kill(livekit.pid, signal);
}

test('a server that is restarted on purpose has its guests back without a click, muted as they were', async ({
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

  // The first asks it to wait for the guests, the second not to.
  kill(house, 'SIGTERM');
  kill(house, 'SIGTERM');
  for (const guest of [aiko, ben]) {
    await expect(
      guest.getByRole('heading', { name: 'The video server was shut down or restarted.' }),
    ).toBeVisible();
    await expect(guest.getByText('Trying to come back')).toBeVisible();
  }

  restartLivekit(house);
  await expectMovingPicture(aiko, 'Ben');
  await expectMovingPicture(ben, 'Aiko');
  await expectSound(ben);
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName(/muted/);
  await expectSilence(aiko);
  await expect(aiko.getByText('2 people')).toBeVisible();
});

test('when LiveKit dies and stays away the guest is told, and can stop waiting', async ({
  join,
  openHouse,
}) => {
  test.setTimeout(180_000);
  const house = await openHouse();
  const aiko = await join({ name: 'Aiko', origin: house.url, query: '' });
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
  kill(house, 'SIGKILL');
  await expect(aiko.getByText('Reconnecting…')).toBeVisible();
  // The SDK tries for about 40 seconds.
  await expect(aiko.getByRole('heading', { name: 'The connection to the room was lost.' })).toBeVisible({
    timeout: 120_000,
  });
  await expect(aiko.getByText('Trying to come back')).toBeVisible();
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await expect(aiko.getByRole('heading', { name: 'You have left the room.' })).toBeVisible();
  await expect(aiko.getByRole('button', { name: 'Rejoin' })).toBeVisible();
});
