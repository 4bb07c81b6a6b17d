import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, expect, test } from 'vitest';
import { fine, wrong } from './finding.ts';
import { askToken } from './outside/askToken.ts';
import { decideKey } from './roomKey.ts';
import { examine } from './testing/examine.ts';

const key = '0123456789abcdef';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Starts a server that records the requests that it gets, with the room keys in them. */
async function listen({
  isTls = false,
  config = '{}',
  page = '<div id="root"></div><script src="assets/a.js">',
} = {}) {
  const authorizations: string[] = [];
  const asked: string[] = [];
  function answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    asked.push(url);
    if (headers.authorization !== undefined) authorizations.push(headers.authorization);
    if (url === '/') response.setHeader('Content-Type', 'text/html').end(page);
    else if (url === '/assets/a.js') response.setHeader('Content-Type', 'text/javascript').end('');
    else if (url === '/config.json') response.setHeader('Content-Type', 'application/json').end(config);
    else response.writeHead(url.endsWith('token') ? 401 : 404).end();
  }
  const { private: privateKey, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const server = isTls ? createHttpsServer({ key: privateKey, cert }, answer) : createHttpServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  const address = server.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return { origin: `http${isTls ? 's' : ''}://127.0.0.1:${port}`, port, authorizations, asked };
}

test('the room key is sent on loopback to the address that the host gave', async () => {
  const { origin, authorizations } = await listen();
  await examine([origin], { ROOM_KEY: key });
  expect(new Set(authorizations)).toEqual(new Set([`Bearer ${key}`]));
});

test('an origin in config.json gets the room key only when the host names it, too', async () => {
  const other = await listen();
  const { origin } = await listen({
    config: JSON.stringify({ tokenEndpoint: `${other.origin}/their/token` }),
  });
  const { of, text } = await examine([origin], { ROOM_KEY: key });
  expect(other.asked).toContain('/their/token');
  expect(other.authorizations).toEqual([]);
  expect(of('room key')).toMatchObject([
    { state: 'look', cure: { lines: [expect.stringContaining(`--token-origin ${other.origin}`)] } },
  ]);
  expect(text).not.toContain(key);

  const third = await listen();
  await examine([origin, '--token-origin', third.origin], { ROOM_KEY: key });
  expect([...other.authorizations, ...third.authorizations]).toEqual([]);

  await examine([origin, '--token-origin', other.origin], { ROOM_KEY: key });
  expect(other.authorizations).toContain(`Bearer ${key}`);
});

test('the room key is not sent after the certificate or the page was judged wrong', async () => {
  for (const server of [await listen({ isTls: true }), await listen({ page: 'a page of somebody else' })]) {
    const { of } = await examine([server.origin], { ROOM_KEY: key });
    expect(server.asked).toContain('/token');
    expect(server.authorizations).toEqual([]);
    expect(of('room key')).toMatchObject([{ state: 'not tried', seen: expect.stringContaining('is wrong') }]);
  }
});

test('a connection that carries the room key verifies the certificate itself', async () => {
  const { port, asked } = await listen({ isTls: true });
  // Uses a form of the loopback address that the doctor does not recognize as this machine, so that it treats the
  // server as a remote one.
  const endpoint = new URL(`https://[::ffff:127.0.0.1]:${port}/token`);
  const { grant } = await askToken(endpoint, key);
  expect(grant).toMatchObject({ ok: false, failure: { kind: 'no answer' } });
  expect(asked).toEqual([]);
  await askToken(endpoint, undefined);
  expect(asked).toContain('/token');
});

const room = new URL('https://room.example/');
const question = {
  roomKey: key,
  target: room,
  endpoint: new URL('/token', room),
  tokenOrigin: undefined,
  earlier: [fine('page', '200')],
};

test.each([
  ['verified TLS to the page’s own origin', {}, key],
  [
    'plain HTTP',
    { target: new URL('http://room.example/'), endpoint: new URL('http://room.example/token') },
    undefined,
  ],
  [
    'plain HTTP to an origin that the host named',
    { endpoint: new URL('http://a.example/'), tokenOrigin: 'http://a.example' },
    undefined,
  ],
  ['another port', { endpoint: new URL('https://room.example:8443/token') }, undefined],
  ['the same name without TLS', { endpoint: new URL('http://room.example/token') }, undefined],
  [
    'a name that begins like it',
    { endpoint: new URL('https://room.example.other.example/token') },
    undefined,
  ],
  ['a wrong certificate', { earlier: [wrong('certificate: chain', '', '')] }, undefined],
])('%s: the room key is shown or kept', (_case, more, roomKey) => {
  const decision = decideKey({ ...question, ...more });
  expect(decision.roomKey).toBe(roomKey);
  expect(decision.finding === undefined).toBe(roomKey !== undefined);
});

test("the installation's key is sent only to the installation's own address", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-installation-'));
  closing.push(() => rm(folder, { recursive: true }));
  const environment = join(folder, 'token.env');
  await writeFile(environment, `ROOM_KEY=${key}\nLIVEKIT_URL=same-origin\nPORT=9\n`);
  await writeFile(join(folder, 'install.conf'), 'domain=room.example\n');
  const { origin, authorizations, asked } = await listen();
  await examine([origin, '--vm', '--token-env', environment, '--livekit-config', join(folder, 'none')]);
  expect(asked).toContain('/token');
  expect(authorizations).toEqual([]);
});
