import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import type { Page } from 'playwright/test';
import { createOrigin } from '../local/origin.ts';
import { builtProject } from '../local/project.ts';
import { serveOrigin } from '../local/serveOrigin.ts';
import { expectMovingVideo, expectSound, tile } from '../testing/observe.ts';
import { expect, test as base } from '../testing/e2eTest.ts';

const root = joinPath(import.meta.dirname, '..');

interface OriginParts {
  tokenHandlerUrl: string;
  livekitUrl: string;
  /**
   * Origins that are added to `connect-src` of the content security policy, as the person who runs the server may do.
   */
  connectSources?: string;
}

/** Playwright's `test` with a function that serves the app with a token handler and a LiveKit of the test's choice. */
const test = base.extend<{
  openOrigin: (parts: OriginParts) => Promise<string>;
  /** Starts an HTTP server that answers every request with this listener, and returns its address. */
  answer: (listener: RequestListener) => Promise<string>;
}>({
  openOrigin: async ({}, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async ({ tokenHandlerUrl, livekitUrl, connectSources = '' }) => {
      const app = await builtProject(root, { isBuilt: true }).openApp();
      const headers = (app.headers ?? []).map(({ name, value }) => ({
        name,
        value: value.replace("connect-src 'self'", `connect-src 'self' ${connectSources}`),
      }));
      const origin = createOrigin({
        app: { ...app, headers },
        tokenHandlerUrl: () => tokenHandlerUrl,
        livekitUrl,
      });
      const served = await serveOrigin(origin, { address: '127.0.0.1', port: 0 });
      closing.push(() => served.close());
      return `http://localhost:${served.port}/`;
    });
    await Promise.all(closing.map((close) => close()));
  },
  answer: async ({}, use) => {
    const closing: (() => void)[] = [];
    await use(async (listener) => {
      const server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closing.push(() => server.close());
      const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion
      return `http://127.0.0.1:${port}`;
    });
    for (const close of closing) close();
  },
});

/** An address at which no program listens, so that connections are refused at once. */
const nobody = 'http://127.0.0.1:1';

/** Clicks Join and expects this message in the lobby, in which Join is ready for another try. */
async function expectRefusal(page: Page, sentence: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('alert')).toContainText(sentence);
  await expect(page.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'false');
  await expect(page.getByRole('textbox', { name: 'Your name' })).toHaveValue('Aiko');
}

test('when the token endpoint is down, the message is for guests, and the details for the host have its address', async ({
  openLobby,
  openOrigin,
  server,
}) => {
  const origin = await openOrigin({ tokenHandlerUrl: nobody, livekitUrl: server.livekit.url });
  const aiko = await openLobby({ name: 'Aiko', origin });
  await expectRefusal(aiko, /The server that lets guests in isn’t answering/);
  await aiko.getByText('Details for the host').click();
  await expect(aiko.getByText(`POST ${origin}token: 502`)).toBeVisible();
});

test('when the page’s own server is down, the message is the same', async ({ openLobby, openServer }) => {
  const server = await openServer();
  const aiko = await openLobby({ name: 'Aiko', origin: server.url, query: '' });
  await expect(aiko.getByRole('combobox', { name: 'Camera to use' })).toBeVisible();
  await server.stop();
  await expectRefusal(aiko, /The server that lets guests in isn’t answering/);
});

test('a room that is not on the list is refused, before and after the click on Join', async ({
  openLobby,
}) => {
  const nameless = await openLobby({ name: '', query: 'room=attic' });
  await expect(nameless.getByRole('alert')).toContainText('There is no such room here');
  const aiko = await openLobby({ name: 'Aiko', query: 'room=attic' });
  await expect(aiko.getByRole('alert')).toContainText('There is no such room here');
  await expectRefusal(aiko, /There is no such room here/);
});

test('a guest with too many attempts reads that message', async ({ openLobby, openServer }) => {
  const { url: origin } = await openServer({ RATE_LIMIT_PER_MINUTE: '1' });
  const aiko = await openLobby({ name: 'Aiko', origin, query: 'room=attic' });
  await expectRefusal(aiko, /There is no such room here/);
  await expectRefusal(aiko, /Too many attempts/);
});

test('a full room says so, and leaving frees the place', async ({ join, openLobby, openServer }) => {
  const { url: origin } = await openServer({ MAX_PARTICIPANTS: '1' });
  const ben = await join({ name: 'Ben', video: 'off', origin, query: '' });
  const aiko = await openLobby({ name: 'Aiko', origin, query: '' });
  await expectRefusal(aiko, /This room is full/);

  await ben.getByRole('button', { name: 'Leave' }).click();
  await expect(ben.getByRole('button', { name: 'Rejoin' })).toBeVisible();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
});

for (const [what, contentType, body] of [
  ['a web page', 'text/html', '<h1>Welcome to nginx!</h1>'],
  ['JSON of another kind', 'application/json', '{"hello":"world"}'],
  ['a token that is none', 'application/json', '{"server_url":"ws://localhost","participant_token":"x"}'],
] as const) {
  test(`a token endpoint that answers ${what} is reported as set up wrongly`, async ({
    openLobby,
    openOrigin,
    answer,
    server,
  }) => {
    const tokenHandlerUrl = await answer((_request, response) => {
      response.writeHead(200, { 'Content-Type': contentType }).end(body);
    });
    const origin = await openOrigin({ tokenHandlerUrl, livekitUrl: server.livekit.url });
    await expectRefusal(await openLobby({ name: 'Aiko', origin }), /an invalid answer/);
  });
}

test('a token endpoint with an internal error is reported as broken', async ({
  openLobby,
  openOrigin,
  answer,
  server,
}) => {
  const tokenHandlerUrl = await answer((_request, response) => {
    response.writeHead(500, { 'Content-Type': 'text/plain' }).end('oops');
  });
  const origin = await openOrigin({ tokenHandlerUrl, livekitUrl: server.livekit.url });
  await expectRefusal(await openLobby({ name: 'Aiko', origin }), /has a problem/);
});

test('a settings file that cannot be read is reported, and read again at the next click', async ({
  openLobby,
}) => {
  const aiko = await openLobby({ name: 'Aiko' });
  await aiko.route('**/config.json', (route) =>
    route.fulfill({ contentType: 'application/json', body: '{ "tokenEndpoint": ' }),
  );
  await aiko.reload();
  await expectRefusal(aiko, /settings file can’t be read/);
  await aiko.unroute('**/config.json');
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
});

test('the token endpoint can be set in config.json, on another origin that the content policy names', async ({
  openLobby,
  openServer,
  openOrigin,
}) => {
  const page = await openOrigin({
    tokenHandlerUrl: nobody,
    livekitUrl: nobody,
    connectSources: 'http://localhost:* ws://localhost:*',
  });
  const server = await openServer({ CORS_ORIGINS: page.replace(/\/$/, '') });
  const aiko = await openLobby({ name: 'Aiko', origin: page, query: '' });
  let asked = 0;
  await aiko.route('**/config.json', (route) => {
    asked += 1;
    return route.fulfill({ json: { tokenEndpoint: `${server.url}token` } });
  });
  // Counts the requests for config.json until the token is requested. Later, in the room, the invitation reads this
  // file again, because on loopback addresses it can change.
  const askedBeforeToken = aiko.waitForRequest(`${server.url}token`).then(() => asked);
  await aiko.reload();
  await aiko.getByRole('button', { name: 'Join' }).click();
  await expect(tile(aiko, 'Aiko \\(you\\)')).toBeVisible();
  expect(await askedBeforeToken, 'by index.html, for the app as well').toBe(1);
});

test('a LiveKit that is down is reported, and the lobby stays ready', async ({
  openLobby,
  openOrigin,
  server,
}) => {
  const origin = await openOrigin({ tokenHandlerUrl: new URL(server.url).origin, livekitUrl: nobody });
  const aiko = await openLobby({ name: 'Aiko', origin });
  await expectRefusal(aiko, /The video server isn’t answering/);
  // The failed join does not turn the lobby's camera off.
  await expect(aiko.getByRole('button', { name: 'Video', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('a LiveKit that does not know the token handler’s key is reported as refusing the token', async ({
  openLobby,
  openOrigin,
  openServer,
  server,
}) => {
  const other = await openServer();
  const origin = await openOrigin({
    tokenHandlerUrl: new URL(other.url).origin,
    livekitUrl: server.livekit.url,
  });
  const aiko = await openLobby({ name: 'Aiko', origin, query: '' });
  await expectRefusal(aiko, /didn’t accept your permission to join/);
  // The message's details for the person who runs the server contain no token.
  await expect(aiko.getByRole('alert')).toContainText(origin.replace('http', 'ws').replace(/\/$/, ''));
  await expect(aiko.getByRole('alert')).not.toContainText('eyJ');
});

test('a token with a wrong time is reported as a wrong server clock, and the app neither shows nor logs the token', async ({
  openLobby,
  openOrigin,
  answer,
  server,
  room,
}) => {
  const { TokenVerifier } = await import('livekit-server-sdk');
  const { apiKey, apiSecret } = server.keys;
  const now = Math.floor(Date.now() / 1000);
  const text = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  // The content of a token from a token handler whose clock is almost an hour ahead.
  const claims = {
    iss: apiKey,
    sub: 'aiko',
    nbf: now + 3000,
    exp: now + 4200,
    video: { roomJoin: true, room },
  };
  const unsigned = `${text({ alg: 'HS256' })}.${text(claims)}`;
  const token = `${unsigned}.${createHmac('sha256', apiSecret).update(unsigned).digest('base64url')}`;
  await expect(new TokenVerifier(apiKey, apiSecret).verify(token, 3600)).resolves.toMatchObject({
    sub: 'aiko',
  });
  let serverUrl = '';
  const tokenHandlerUrl = await answer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ server_url: serverUrl, participant_token: token }));
  });
  const origin = await openOrigin({ tokenHandlerUrl, livekitUrl: server.livekit.url });
  serverUrl = origin.replace('http', 'ws');
  const aiko = await openLobby({ name: 'Aiko', origin });
  const logged: string[] = [];
  aiko.on('console', (message) => {
    // Collects only messages of the app, which have arguments. Those of the browser itself name the requested
    // addresses, which contain the token.
    if (message.args().length > 0) logged.push(message.text());
  });
  await expectRefusal(aiko, /The clock of the server that lets guests in is wrong/);
  await expect(aiko.getByRole('alert')).toContainText('status 401');
  await expect(aiko.getByRole('alert')).not.toContainText('eyJ');
  expect(logged).toEqual([]);
});

test('cancelling while joining goes back to the lobby', async ({ openLobby, openOrigin, answer, server }) => {
  const tokenHandlerUrl = await answer(() => {
    // Never answers a request for a token.
  });
  const origin = await openOrigin({ tokenHandlerUrl, livekitUrl: server.livekit.url });
  const aiko = await openLobby({ name: 'Aiko', origin });
  await aiko.getByRole('button', { name: 'Join' }).click();
  await aiko.getByRole('button', { name: 'Cancel' }).click();
  await expect(aiko.getByRole('button', { name: 'Join' })).toHaveAttribute('aria-disabled', 'false');
  await expect(aiko.getByRole('alert')).toHaveCount(0);
});

test('a guest whom the host removes, and a guest whose room the host closes, read what happened', async ({
  join,
  server,
  room,
}) => {
  const { RoomServiceClient } = await import('livekit-server-sdk');
  const host = new RoomServiceClient(server.livekit.url, server.keys.apiKey, server.keys.apiSecret);
  const aiko = await join({ name: 'Aiko', video: 'off' });
  const ben = await join({ name: 'Ben' });
  await expectMovingVideo(aiko, 'Ben');
  await expectSound(aiko);
  const guests = await host.listParticipants(room);
  const identity = guests.find((guest) => guest.name === 'Ben')?.identity ?? '';
  await host.removeParticipant(room, identity);
  await expect(ben.getByRole('heading', { name: 'The host removed you from the room.' })).toBeVisible();
  await expect(ben.getByRole('button', { name: 'Rejoin' })).toHaveCount(0);
  await ben.getByRole('button', { name: 'Back to the lobby' }).click();
  await expect(ben.getByRole('textbox', { name: 'Your name' })).toHaveValue('Ben');
  await host.deleteRoom(room);
  await expect(aiko.getByRole('heading', { name: 'The room was closed.' })).toBeVisible();
});
