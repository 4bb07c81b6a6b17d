import { expect, test } from '../testing/e2eTest.ts';
import { tile } from '../testing/observe.ts';

test('the lobby and the page’s title show the room’s name in the host’s spelling, not in the link’s', async ({
  openLobby,
  room,
}) => {
  const page = await openLobby({ name: 'Aiko', query: `room=%20${room.toUpperCase()}` });
  await expect(page.getByRole('heading', { name: `Join ${room}`, exact: true })).toBeVisible();
  await expect(page).toHaveTitle(`${room} · First Room`);
});

test('guests with the same name get numbers that are the same for everyone, also after one of them changes their name', async ({
  join,
  server,
  room,
}) => {
  const { RoomServiceClient } = await import('livekit-server-sdk');
  const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
  const first = await join({ name: 'Aiko', video: 'off' });
  // The second guest joins in a later second than the first, because LiveKit reports the time of joining in whole
  // seconds.
  await expect.poll(async () => (await host.listParticipants(room)).length).toBe(1);
  const joinedAt = Number((await host.listParticipants(room))[0]?.joinedAt);
  await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(joinedAt);
  const second = await join({ name: 'Aiko', video: 'off', query: `room=%20${room.toUpperCase()}` });
  await expect(second.getByRole('heading', { level: 1 }).filter({ visible: true })).toHaveText(room);
  await expect(tile(first, 'Aiko \\(2\\)')).toBeVisible();
  await expect(tile(second, 'Aiko \\(2\\) \\(you\\)')).toBeVisible();
  await expect(tile(second, 'Aiko(,|$)')).toBeVisible();

  const guests = await host.listParticipants(room);
  const identity = guests.find((guest) => Number(guest.joinedAt) > joinedAt)?.identity ?? '';
  const other = guests.find((guest) => guest.identity !== identity)?.identity ?? '';
  const rename = (name: string, whose = identity) => host.updateParticipant(room, whose, { name });
  await rename('Ben');
  await expect(tile(first, 'Ben')).toBeVisible();
  await rename(`\u202eА\u200biko\n(you)`);
  await expect(tile(first, 'Аiko \\(2\\)(,|$)')).toBeVisible();
  await rename('\u3164');
  await expect(tile(first, 'Guest')).toBeVisible();
  await rename('\u3164', other);
  await expect(tile(first, 'Guest \\(2\\)(,|$)')).toBeVisible();
  await second.getByRole('button', { name: /^Chat/ }).click();
  await second.getByRole('textbox', { name: /message/i }).fill('Hello');
  await second.keyboard.press('Enter');
  await expect(first.getByText('New message from Guest (2).')).toBeAttached();
  await first.getByRole('button', { name: /^Chat/ }).click();
  await expect(first.getByRole('log')).toContainText('Guest (2)');
  await rename('שלום');
  await expect(tile(second, '\u2068שלום\u2069 \\(you\\)')).toBeVisible();

  await rename('﷽'.repeat(60));
  const long = tile(first, '\u2068﷽');
  await expect(long).toBeVisible();
  const inside = await long.evaluate((element) => {
    const bounds = element.getBoundingClientRect();
    const name = element.querySelector('bdi')?.getBoundingClientRect();
    return name && name.left >= bounds.left && name.right <= bounds.right && name.bottom <= bounds.bottom;
  });
  expect(inside).toBe(true);
});
