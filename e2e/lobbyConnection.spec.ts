import { ParticipantInfo_State, RoomServiceClient, type ParticipantInfo } from 'livekit-server-sdk';
import type { Page } from 'playwright/test';
import type { RunningRoom } from '../local/room.ts';
import { expect, expectBack, test } from '../testing/faults.ts';
import { inRoom } from '../testing/inRoom.ts';
import { expectMovingVideo } from '../testing/observe.ts';

const room = 'my-first-room';

function connectingInLobby(openServer: (environment: Record<string, string>) => Promise<RunningRoom>) {
  return openServer({ CONNECT_IN_LOBBY: 'true' });
}

/** Everybody whom LiveKit lists, by what their state is for the others. */
async function listed({
  livekit,
  keys,
}: RunningRoom): Promise<{ people: ParticipantInfo[]; inLobby: string[] }> {
  const host = new RoomServiceClient(livekit.url, keys.apiKey, keys.apiSecret);
  const everybody = await host.listParticipants(room);
  const inLobby = everybody.filter(
    ({ permission, state }) => permission?.hidden && state === ParticipantInfo_State.ACTIVE,
  );
  return {
    people: everybody.filter(({ permission }) => !permission?.hidden),
    inLobby: inLobby.map(({ sid }) => sid),
  };
}

async function countInLobby(server: RunningRoom): Promise<number> {
  return (await listed(server)).inLobby.length;
}

/**
 * Lets the page wait for the token handler and LiveKit for as long as it takes, so that a slow computer does not make
 * the guest join with a new connection.
 */
function waitWithoutLimit(page: Page): Promise<void> {
  return page.evaluate(() => {
    AbortSignal.timeout = () => new AbortController().signal;
  });
}

/** Counts the connections that the page opens to LiveKit from now on. */
function countConnections(page: Page): () => number {
  let count = 0;
  page.on('websocket', (socket) => {
    if (socket.url().includes('/rtc')) count += 1;
  });
  return () => count;
}

test('a guest is connected in the lobby, unseen; the click shows both to each other over that connection, with the name typed last', async ({
  join,
  openLobby,
  openServer,
  restartLivekit,
}) => {
  const server = await connectingInLobby(openServer);
  const at = { origin: server.url, query: '' };
  const ben = await join({ name: 'Ben', ...at });
  const chi = await openLobby({ name: 'Chi', ...at });
  await expect.poll(() => countInLobby(server)).toBe(1);
  const { inLobby, people } = await listed(server);
  expect(people).toHaveLength(1);
  await expect(ben.getByText('1 person')).toBeVisible();

  const connections = countConnections(chi);
  await waitWithoutLimit(chi);
  await chi.getByRole('textbox', { name: 'Your name' }).fill('Chiyo');
  await chi.getByRole('button', { name: 'Join' }).click();
  await inRoom(chi);
  await expectMovingVideo(chi, 'Ben');
  await expectMovingVideo(ben, 'Chiyo');
  await expect(ben.getByText('2 people')).toBeVisible();
  const after = await listed(server);
  expect(after.people.map(({ sid }) => sid)).toContain(inLobby[0]);
  expect(connections()).toBe(0);

  // The guest comes back like anybody else.
  const { pid } = server.livekit;
  if (pid === undefined) throw new Error('LiveKit has no process id');
  process.kill(pid, 'SIGKILL');
  const killedAtMs = Date.now();
  await restartLivekit(server);
  await expectBack(
    [
      [chi, 'Ben'],
      [ben, 'Chiyo'],
    ],
    killedAtMs,
    'a killed LiveKit',
  );
});

test('a click while the page is still connecting in the lobby goes on with that connection', async ({
  join,
  openLobby,
  openServer,
}) => {
  const server = await connectingInLobby(openServer);
  const at = { origin: server.url, query: '' };
  // Nobody sends anything yet, so this page does not connect before it is loaded again.
  const chi = await openLobby({ name: 'Chi', ...at });
  await chi.addInitScript(() => {
    // Holds LiveKit's SDP answers back until the test lets them in, so that the page goes on connecting.
    const held = new Promise<void>((resolve) => {
      addEventListener('answers-arrive', () => resolve());
    });
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      override async setRemoteDescription(answer: RTCSessionDescriptionInit): Promise<void> {
        performance.mark('test:answer-held');
        await held;
        await super.setRemoteDescription(answer);
      }
    };
  });
  const ben = await join({ name: 'Ben', ...at });
  await chi.reload();
  const countHeld = () => chi.evaluate(() => performance.getEntriesByName('test:answer-held').length);
  await expect.poll(countHeld).toBe(1);
  await expect(ben.getByText('1 person')).toBeVisible();

  const connections = countConnections(chi);
  await waitWithoutLimit(chi);
  await chi.getByRole('button', { name: 'Join' }).click();
  await expect.poll(async () => (await listed(server)).people.length).toBe(2);
  await chi.evaluate(() => dispatchEvent(new Event('answers-arrive')));
  await inRoom(chi);
  await expectMovingVideo(chi, 'Ben');
  await expectMovingVideo(ben, 'Chi');
  expect(connections()).toBe(0);
});

test('the connection in the lobby is given up when the page is hidden, and the click joins as usual; a duplicated tab does not connect', async ({
  join,
  openLobby,
  openServer,
}) => {
  const server = await connectingInLobby(openServer);
  const at = { origin: server.url, query: '' };
  const ben = await join({ name: 'Ben', ...at });
  const chi = await openLobby({ name: 'Chi', ...at });
  await expect.poll(() => countInLobby(server)).toBe(1);
  await chi.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'hidden');
  });
  await expect.poll(() => countInLobby(server)).toBe(0);
  await chi.getByRole('button', { name: 'Join' }).click();
  await inRoom(chi);
  await expectMovingVideo(chi, 'Ben');
  await expectMovingVideo(ben, 'Chi');

  // The new tab begins with a copy of the session storage, and so is the same guest.
  const answered = chi.context().waitForEvent('response', (response) => response.url().endsWith('/token'));
  const opening = chi.waitForEvent('popup');
  await chi.evaluate(() => void open(location.href));
  const copy = await opening;
  expect(await (await answered).json()).toEqual({
    server_url: expect.any(String),
    participant_token: expect.any(String),
  });
  await expect(copy.getByRole('button', { name: 'Join' })).toBeVisible();
  await expectMovingVideo(ben, 'Chi');
});

test('without an answer of the token endpoint, a guest who is connected in the lobby joins as usual', async ({
  join,
  openLobby,
  openServer,
}) => {
  const server = await connectingInLobby(openServer);
  const at = { origin: server.url, query: '' };
  const ben = await join({ name: 'Ben', ...at });
  const chi = await openLobby({ name: 'Chi', ...at });
  await expect.poll(() => countInLobby(server)).toBe(1);
  await chi.route('**/token', () => {});
  await chi.getByRole('button', { name: 'Join' }).click();
  await inRoom(chi);
  await expectMovingVideo(chi, 'Ben');
  await expectMovingVideo(ben, 'Chi');
  expect((await listed(server)).people).toHaveLength(2);
});
