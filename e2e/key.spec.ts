import type { Page } from 'playwright/test';
import { giveLanAddress } from '../testing/giveLanAddress.ts';
import { expectMovingVideo, tile } from '../testing/observe.ts';
import { expect, test } from '../testing/e2eTest.ts';

const key = 'blue-kettle-forty9';

function keyField(page: Page) {
  return page.getByRole('textbox', { name: 'Room key' });
}

/** Returns a list to which every address is added that the page requests from now on, including those of WebSockets. */
function listAddresses(page: Page): string[] {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url(), request.headers()['referer'] ?? ''));
  page.on('websocket', (socket) => addresses.push(socket.url()));
  return addresses;
}

test('the lobby asks for a room’s key before the click, reports a wrong one and accepts the right one, and the invitation link contains it', async ({
  openLobby,
  openServer,
}) => {
  const lines: string[] = [];
  const { url: origin } = await openServer({ ROOM_KEY: key }, undefined, (_name, line) => lines.push(line));
  const aiko = await openLobby({ name: 'Aiko', origin, query: 'room=my-first-room' });
  const addresses = listAddresses(aiko);
  const join = aiko.getByRole('button', { name: 'Join' });
  await expect(join).toBeVisible();
  await expect(keyField(aiko)).toHaveAccessibleDescription(/This room needs a key/);
  await expect(aiko.getByRole('alert')).toHaveCount(0);
  const nameless = await openLobby({
    name: '',
    origin,
    query: 'room=my-first-room',
    context: { viewport: { width: 360, height: 640 } },
  });
  await expect(keyField(nameless)).toBeVisible();
  await expect(nameless.getByRole('button', { name: 'Join' })).toBeInViewport({ ratio: 1 });
  await expect(nameless.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await nameless.close();

  await join.click();
  await expect(aiko.getByRole('alert')).toContainText('This room needs a key.');
  await expect(keyField(aiko)).toBeFocused();
  await keyField(aiko).fill('blue-kettle-forty8');
  await aiko.keyboard.press('Enter');
  await expect(aiko.getByRole('alert')).toContainText('This key is wrong.');
  await expect(keyField(aiko)).toBeFocused();
  await expect(keyField(aiko)).toHaveValue('blue-kettle-forty8');
  await expect(keyField(aiko)).toHaveAccessibleDescription(/This key is wrong/);
  await expect(aiko.getByRole('textbox', { name: 'Your name' })).toHaveValue('Aiko');

  await keyField(aiko).fill(` ${key} `);
  await aiko.keyboard.press('Enter');
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
  expect(new URL(aiko.url()).hash).toBe(`#key=${key}`);

  await aiko.getByRole('button', { name: 'More', exact: true }).click();
  const lan = await giveLanAddress(aiko);
  await aiko.getByRole('menuitem', { name: 'Invite' }).click();
  const link = await aiko.getByRole('textbox', { name: 'Link to this room' }).inputValue();
  expect(link).toBe(`${lan}/?room=my-first-room#key=${key}`);
  await aiko.keyboard.press('Escape');

  const ben = await openLobby({
    name: 'Ben',
    origin,
    query: 'room=my-first-room',
    fragment: new URL(link).hash.slice(1),
  });
  const bensAddresses = listAddresses(ben);
  await ben.getByRole('button', { name: 'Join' }).click();
  await expectMovingVideo(ben, 'Aiko');

  // The page keeps the key: guests need not type it again after a click on Rejoin or a reload.
  await aiko.getByRole('button', { name: 'Leave' }).click();
  await aiko.getByRole('button', { name: 'Rejoin' }).click();
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await aiko.reload();
  await join.click();
  await expect(tile(aiko, 'Ben')).toBeVisible();
  await expect(keyField(aiko)).toHaveCount(0);

  expect(addresses.join('\n')).toContain('/token');
  expect(addresses.join('\n')).toContain('/rtc');
  expect(bensAddresses.join('\n')).toContain('/rtc');
  expect([...addresses, ...bensAddresses].filter((address) => address.includes(key))).toEqual([]);
  expect(lines.join('\n')).toContain('key_wrong');
  expect(lines.filter((line) => line.includes(key))).toEqual([]);
});

test('the lobby reports a link with an old key, and a link with the new key works in the same tab', async ({
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ ROOM_KEY: key });
  const aiko = await openLobby({ name: 'Aiko', origin, query: 'lang=ja', fragment: 'key=red-kettle-forty9' });
  await expect(aiko.getByRole('textbox', { name: 'ルームキー' })).toHaveAccessibleDescription(
    /ルームキーが正しくありません。/,
  );
  await aiko.getByRole('button', { name: '参加する' }).click();
  await expect(aiko.getByRole('alert')).toContainText('ルームキーが正しくありません。');
  const field = aiko.getByRole('textbox', { name: 'ルームキー' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('red-kettle-forty9');

  await aiko.evaluate((fragment) => (location.hash = fragment), `key=${key}`);
  await expect(field).toHaveValue(key);
  await aiko.getByRole('button', { name: '参加する' }).click();
  await expect(aiko.getByRole('button', { name: '退出' })).toBeVisible();
});

test('after many wrong keys a guest is asked to wait, the field keeps the typed key, and the right key still works', async ({
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ ROOM_KEY: key });
  const aiko = await openLobby({ name: 'Aiko', origin, query: '' });
  // The lobby shows the field for the room key before the guest clicks Join.
  await expect(keyField(aiko)).toBeVisible();
  for (let tries = 1; tries <= 5; tries += 1) {
    await keyField(aiko).fill(`wrong-kettle-no-${String(tries)}`);
    const answered = aiko.waitForResponse('**/token');
    await aiko.keyboard.press('Enter');
    expect((await answered).status()).toBe(401);
    await expect(aiko.getByRole('alert')).toContainText('This key is wrong.');
    // Waits until the attempt to join has ended: before, the button says “Joining…”, and Enter does nothing. The
    // message about a wrong key may still be that of the previous attempt.
    await expect(aiko.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
  }
  await keyField(aiko).fill('wrong-kettle-no-6');
  await aiko.keyboard.press('Enter');
  await expect(aiko.getByRole('alert')).toContainText('Too many attempts');
  await expect(keyField(aiko)).toHaveValue('wrong-kettle-no-6');
  // The limit for wrong keys must not lock out other guests behind the same IP address: the right key still works at
  // once.
  await keyField(aiko).fill(key);
  await aiko.keyboard.press('Enter');
  await expect(aiko.getByRole('button', { name: 'Leave' })).toBeVisible();
});

test('a host link opens the room and is not in the invitation; a removed guest reads why they can’t return, and newcomers read that the room is locked before their click, or after it if they were in the lobby', async ({
  openLobby,
  openServer,
}) => {
  const hostKey = 'red-kettle-forty-nine';
  const { url: origin } = await openServer({ ROOM_KEY: key, HOST_KEY: hostKey });
  const host = await openLobby({ name: 'Aiko', origin, query: '', fragment: `host=${hostKey}&key=${key}` });
  await host.getByRole('button', { name: 'Join' }).click();
  await expect(tile(host, 'Aiko \\(you\\)')).toBeVisible();
  expect(new URL(host.url()).hash).toBe(`#key=${key}`);
  const lan = await giveLanAddress(host);
  await host.getByRole('button', { name: 'More', exact: true }).click();
  await host.getByRole('menuitem', { name: 'Invite' }).click();
  await expect(host.getByRole('textbox', { name: 'Link to this room' })).toHaveValue(`${lan}/#key=${key}`);

  // With an old host key and the right room key Ben is a guest. The lobby says so, and asks for no key.
  const ben = await openLobby({
    name: 'Ben',
    origin,
    query: '',
    fragment: `host=${hostKey}-of-old&key=${key}`,
  });
  await expect(ben.getByRole('alert')).toHaveText(
    'This host link is no longer valid, so you’re a guest here.',
  );
  await expect(ben.getByRole('textbox', { name: 'Room key' })).toHaveCount(0);
  await ben.getByRole('button', { name: 'Join' }).click();
  await expect(tile(host, 'Ben')).toBeVisible();
  const act = async (action: string) => {
    const response = await host.request.post(`${origin}host`, {
      headers: { Authorization: `Bearer ${hostKey}` },
      data: { room_name: 'my-first-room', action },
    });
    expect(response.status()).toBe(204);
  };
  await host.keyboard.press('Escape');
  await host.getByRole('button', { name: 'More', exact: true }).click();
  await host.getByRole('menuitem', { name: 'People' }).click();
  await host.getByRole('button', { name: 'Actions for Ben' }).click();
  await host.getByRole('menuitem', { name: 'Remove from the room' }).click();
  await expect(ben.getByRole('heading', { name: 'The host removed you from the room.' })).toBeVisible();
  await expect(tile(host, 'Ben')).toHaveCount(0);
  await ben.reload();
  await expect(ben.getByRole('alert')).toContainText('A host removed you from this room.');
  // Dan waits in the lobby, with a token from before the lock.
  const dan = await openLobby({ name: 'Dan', origin, query: '', fragment: `key=${key}` });
  await dan.waitForFunction(() =>
    performance
      .getEntriesByType('resource')
      .some(
        (entry) =>
          entry instanceof PerformanceResourceTiming &&
          entry.name.endsWith('/token') &&
          entry.responseEnd > 0,
      ),
  );
  await act('lock');
  await dan.getByRole('button', { name: 'Join' }).click();
  // The sentence is there once on the page after a call, and twice in the lobby, where the details for the person who
  // runs the server repeat it.
  await expect(dan.getByText('A host has locked this room.').first()).toBeVisible();
  const chi = await openLobby({ name: 'Chi', origin, query: '', fragment: `key=${key}` });
  await expect(chi.getByRole('alert')).toContainText('A host has locked this room.');
});
