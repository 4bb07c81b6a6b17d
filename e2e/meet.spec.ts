import { fakeDevices } from '../testing/browserArguments.ts';
import { expectMovingVideo, expectSilence, expectSound, tile } from '../testing/observe.ts';
import { giveLanAddress } from '../testing/giveLanAddress.ts';
import { expect, test } from '../testing/e2eTest.ts';

test('two guests see each other’s moving videos and hear each other', async ({ join, launch }) => {
  const browser = await launch(fakeDevices);
  const aiko = await join({ name: 'Aiko', browser });
  const ben = await join({ name: 'Ben', browser });

  await expectMovingVideo(aiko, 'Ben');
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(aiko);
  await expectSound(ben);
  await expect(aiko.getByText('2 people')).toBeVisible();
});

test('others see a muted microphone and a camera that is off, and both can be turned on again', async ({
  join,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben', video: 'off' });
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(ben);

  await aiko.getByRole('button', { name: 'Microphone' }).click();
  await expect(aiko.getByRole('button', { name: 'Microphone' })).toHaveAttribute('aria-pressed', 'false');
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/muted/);
  await expectSilence(ben);

  await aiko.getByRole('button', { name: 'Video', exact: true }).click();
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/video off/);
  await expect(tile(ben, 'Aiko').locator('video')).toHaveCount(0);

  await aiko.getByRole('button', { name: 'Microphone' }).click();
  await aiko.getByRole('button', { name: 'Video', exact: true }).click();
  await expect(tile(ben, 'Aiko')).not.toHaveAccessibleName(/muted|video off/);
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(ben);
});

test('a guest who leaves disappears for the others, sees a page that says so and has the link to send, and returns with one click; each join sets its four performance marks, which replace older ones', async ({
  join,
  room,
}) => {
  const aiko = await join({ name: 'Aiko' });
  const ben = await join({ name: 'Ben' });
  await expect(tile(aiko, 'Ben')).toBeVisible();
  const readMarks = () =>
    ben.evaluate(() =>
      Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime])),
    );
  const names = ['room:connected', 'room:first-remote-frame', 'room:join', 'room:published'];
  await expect.poll(async () => Object.keys(await readMarks()).toSorted()).toEqual(names);
  const first = await readMarks();
  for (const name of names) expect(first[name]).toBeGreaterThanOrEqual(first['room:join'] ?? Infinity);
  // Gives the page another address for its invitation: others can't open its own, which is a loopback address.
  const origin = await giveLanAddress(ben);

  await ben.getByRole('button', { name: 'Leave' }).click();
  await expect(ben.getByRole('heading', { name: 'You left the room.' })).toBeFocused();
  await expect(tile(aiko, 'Ben')).toHaveCount(0);
  await expect(aiko.getByText('Everyone else has left.')).toBeVisible();
  await expect(ben.getByText(new RegExp(`^${room}Call length: 0:\\d\\d$`))).toBeVisible();
  await ben.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ben.getByRole('button', { name: 'Copy link' }).click();
  await expect(ben.getByText('Link copied.')).toBeVisible();
  expect(await ben.evaluate(() => navigator.clipboard.readText())).toBe(`${origin}/?room=${room}`);

  await ben.getByRole('button', { name: 'Rejoin' }).click();
  await expectMovingVideo(aiko, 'Ben');
  await expectMovingVideo(ben, 'Aiko');
  await expectSound(aiko);
  await expect.poll(async () => Object.keys(await readMarks()).toSorted()).toEqual(names);
  expect((await readMarks())['room:join']).toBeGreaterThan(first['room:first-remote-frame'] ?? Infinity);
});

test('devices turned off in the lobby stay off in the room, and can be turned on there', async ({
  openLobby,
  join,
}) => {
  const aiko = await join({ name: 'Aiko', video: 'off' });
  const ben = await openLobby({ name: 'Ben' });
  await ben.getByRole('button', { name: 'Microphone' }).click();
  await ben.getByRole('button', { name: 'Video', exact: true }).click();
  await expect(ben.getByText('Your video is off.')).toBeVisible();
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Ben')).toHaveAccessibleName('Ben, muted, video off');

  await ben.getByRole('button', { name: 'Video', exact: true }).click();
  await expectMovingVideo(aiko, 'Ben');
  await ben.getByRole('button', { name: 'Microphone' }).click();
  await expectSound(aiko);
});
