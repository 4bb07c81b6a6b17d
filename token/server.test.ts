import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TokenSource } from 'livekit-client';
import { afterEach, expect, test } from 'vitest';
import { listen, type RunningServer } from './server.ts';
import { testHandler } from './testing/parts.ts';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close(0)));
});

async function start(...options: Parameters<typeof testHandler>) {
  const { handler } = testHandler(...options);
  const listening = await listen(handler, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.failure);
  running.push(listening.value);
  return { server: listening.value, handler, url: `http://127.0.0.1:${String(listening.value.port)}` };
}

test('TokenSource.endpoint of LiveKit’s client gets a token', async () => {
  const { url } = await start({ LIVEKIT_URL: 'same-origin' });
  for (const path of ['/token', '/']) {
    const source = TokenSource.endpoint(url + path);
    const grant = await source.fetch({
      roomName: 'my-first-room',
      participantName: 'Aiko',
      participantAttributes: { hand: 'up' },
    });
    expect(grant.serverUrl).toBe(url.replace('http:', 'ws:'));
    expect(source.getCachedResponseJwtPayload()).toMatchObject({
      name: 'Aiko',
      attributes: { hand: 'up' },
      video: { room: 'my-first-room', roomJoin: true },
    });
  }
});

test('TokenSource.endpoint works without options, and reports the reason of a refusal', async () => {
  const { url } = await start();
  expect(await TokenSource.endpoint(url).fetch({})).toMatchObject({ serverUrl: 'wss://room.example' });
  await expect(TokenSource.endpoint(url).fetch({ agentName: 'helper' })).rejects.toThrow(/400 .*room_config/);
});

test('TokenSource.endpoint of LiveKit’s client can send a room key', async () => {
  const { url } = await start({ ROOM_KEY: 'blue-kettle-forty9' });
  await expect(TokenSource.endpoint(url).fetch({})).rejects.toThrow(/401 .*key_missing/);
  const headers = { Authorization: 'Bearer blue-kettle-forty9' };
  expect(await TokenSource.endpoint(url, { headers }).fetch({})).toMatchObject({
    serverUrl: 'wss://room.example',
  });
});

test('an idle connection stays open longer than proxies keep theirs', async () => {
  const { url } = await start();
  expect((await fetch(`${url}/healthz`)).headers.get('keep-alive')).toBe('timeout=75');
});

test('a body without Content-Length is refused beyond 8 kB', async () => {
  const { url } = await start();
  const status = await new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
    const sending = request(`${url}/token`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject);
    sending.end(' '.repeat(100_000));
  });
  expect(status).toBe(413);
});

test('a request with an invalid Host is answered as a refusal', async () => {
  const { server } = await start();
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write('GET /token HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
    });
    socket.on('data', (data) => (text += data.toString()));
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"request_invalid"');
});

test('a port in use is reported in one sentence', async () => {
  const { server, handler } = await start();
  const second = await listen(handler, { host: '127.0.0.1', port: server.port });
  expect(second).toEqual({
    ok: false,
    failure: `PORT ${String(server.port)} on HOST 127.0.0.1 is in use by another program. Choose another PORT.`,
  });
});

test('a metrics port in use is reported with its own variable', async () => {
  const { server, handler } = await start();
  const second = await listen(handler, { host: '127.0.0.1', port: server.port, prefix: 'METRICS_' });
  expect(second).toMatchObject({
    ok: false,
    failure: expect.stringMatching(/^METRICS_PORT \d+ on METRICS_HOST 127\.0\.0\.1 is in use/),
  });
});

test('an address of another machine is reported in one sentence', async () => {
  const { handler } = testHandler();
  expect(await listen(handler, { host: '192.0.2.1', port: 0 })).toMatchObject({
    ok: false,
    failure: expect.stringContaining('HOST 192.0.2.1 is not an address of this machine'),
  });
});

test('closing lets open requests finish on kept-alive connections, and accepts no new ones', async () => {
  let answer = () => {};
  const counted = new Promise<number>((resolve) => {
    answer = () => resolve(0);
  });
  const { server, url } = await start({}, () => counted);
  const open = fetch(`${url}/token`);
  await wait(100);
  const closed = server.close(5000);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  answer();
  expect((await open).status).toBe(200);
  const startedAt = performance.now();
  await closed;
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('closing does not wait for a connection without requests', async () => {
  const { server } = await start();
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const startedAt = performance.now();
  await server.close(5000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
  socket.destroy();
});

test('closing ends open requests at its deadline', async () => {
  const { server, url } = await start({}, () => new Promise(() => {}));
  const open = fetch(`${url}/token`);
  await wait(100);
  await Promise.all([expect(open).rejects.toThrow('fetch failed'), server.close(200)]);
});
