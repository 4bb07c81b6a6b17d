import { mkdtemp, rm } from 'node:fs/promises';
import { get as getHttp } from 'node:http';
import { get } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { anyPorts } from './choosePorts.ts';
import { describeCrash } from './crash.ts';
import { describeNotFound, findLivekit } from './livekit/findLivekit.ts';
import { startRoom, type RoomOptions, type RunningRoom } from './room.ts';
import { silentScreen } from './screen.ts';
import { familyOf, listenersOf } from './testing/listeners.ts';
import { standInProject } from './testing/standInProject.ts';

// Time limit for tests that may be the first to need LiveKit, which then has to be downloaded or built.
const firstStartMs = 600_000;

let cache: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'first-room-cache-'));
  const found = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!found.ok) throw new Error(describeNotFound(found.failure));
  environment = { ...process.env, LIVEKIT_SERVER: found.value.path, FIRST_ROOM_CACHE: cache };
}, firstStartMs);

afterAll(async () => {
  await rm(cache, { recursive: true });
});

const rooms: RunningRoom[] = [];

// Stops rooms that a test has started and, because it failed, not stopped.
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.stop();
});

async function start(more: Partial<RoomOptions> = {}): Promise<RunningRoom> {
  const room = await startRoom({
    project: standInProject,
    ports: anyPorts,
    environment,
    screen: silentScreen,
    ...more,
  });
  rooms.push(room);
  return room;
}

/** A project with the real token handler, because the token handler of `standInProject` asks for no room key. */
const realTokenHandler = { ...standInProject, tokenHandler: ['--import', 'tsx', join('token', 'main.ts')] };

async function statusOfToken(room: RunningRoom, key?: string): Promise<number> {
  const headers = {
    'Content-Type': 'application/json',
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
  };
  return (await fetch(`${room.url}token`, { method: 'POST', headers, body: '{}' })).status;
}

async function askToken(room: RunningRoom): Promise<Record<string, string>> {
  const response = await fetch(`${room.url}token`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': '203.0.113.9' },
  });
  expect(response.status).toBe(201);
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null) throw new Error('no token');
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, String(value)]));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test(
  'one origin serves the app, a token, and a LiveKit that accepts it',
  { timeout: firstStartMs },
  async () => {
    const room = await start();
    try {
      expect(await (await fetch(room.url)).text()).toContain('First Room');
      const answer = await askToken(room);
      expect(answer['server_url']).toBe(room.url.replace('http', 'ws').replace(/\/$/, ''));
      expect(answer['forwarded_for']).toBe('127.0.0.1');
      const validate = `${room.url}rtc/validate?access_token=${answer['participant_token'] ?? ''}`;
      expect(await (await fetch(validate)).text()).toBe('success');
      expect((await fetch(`${room.url}rtc/validate?access_token=x`)).status).toBe(401);
      // A public key of LiveKit's, such as `devkey`, would let anybody in; each start makes its own.
      expect(room.keys.apiKey).not.toBe('devkey');
      for (const path of ['twirp/livekit.RoomService/ListRooms', 'debug/pprof/', 'agent']) {
        expect((await fetch(room.url + path)).headers.get('content-type')).toBe('text/html');
      }
    } finally {
      await room.stop();
    }
    expect(await isOpen(room.ports.app)).toBe(false);
    expect(await isOpen(room.ports.livekit)).toBe(false);
  },
);

test('every start has its own keys', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  await Promise.all([first.stop(), second.stop()]);
  expect(first.keys.apiSecret).not.toBe(second.keys.apiSecret);
  expect(first.keys.apiSecret.length).toBeGreaterThanOrEqual(32);
});

test('browsers are not sent to STUN servers on the internet', async () => {
  const room = await start();
  const token = (await askToken(room))['participant_token'] ?? '';
  const messages = await new Promise<string>((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
    };
    const request = getHttp(`${room.url}rtc?protocol=15&access_token=${token}`, { headers });
    request.once('error', reject);
    request.once('upgrade', (_response, socket, head) => {
      // Searches LiveKit's messages for addresses. The messages are protobuf, but addresses in them are plain text.
      let text = '';
      const read = (piece: Buffer) => {
        text += piece.toString('latin1');
        if (!text.includes('stun:')) return;
        resolve(text);
        socket.destroy();
      };
      read(head);
      socket.on('data', read);
    });
  });
  await room.stop();
  expect(messages).toContain('stun:127.0.0.1:3478');
  expect(messages).not.toMatch(/google|twilio/);
});

test('--lan serves the same over HTTPS', async () => {
  const room = await start({ lan: { address: '127.0.0.2' } });
  expect(room.lanUrl).toBe(`https://127.0.0.2:${String(room.ports.lan)}/`);
  const status = await new Promise((resolve, reject) => {
    const request = get(room.lanUrl ?? '', { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject);
  });
  await room.stop();
  expect(status).toBe(200);
});

test('with --lan a token needs the key of this start, with --open none, and ROOM_KEY wins', async () => {
  const lan = { address: '127.0.0.2' };
  const project = realTokenHandler;
  const closed = await start({ project, lan });
  expect(closed.roomKey?.isOwn).toBe(false);
  expect(await statusOfToken(closed)).toBe(401);
  expect(await statusOfToken(closed, closed.roomKey?.value)).toBe(201);

  const open = await start({ project, lan: { ...lan, isOpen: true } });
  expect(open.roomKey).toBeUndefined();
  expect(await statusOfToken(open)).toBe(201);

  const value = 'blue-kettle-forty9';
  const own = await start({ project, lan, environment: { ...environment, ROOM_KEY: value } });
  expect(own.roomKey).toEqual({ value, isOwn: true });
  expect(await statusOfToken(own)).toBe(401);
  expect(await statusOfToken(own, value)).toBe(201);
});

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('2 tests skipped: what listens where is read from /proc, which only Linux has');

async function listenersBeyondLoopback(): Promise<string[]> {
  const all = await listenersOf(await familyOf(process.pid));
  return all
    .filter(({ address }) => !['127.0.0.1', '::1'].includes(address))
    .map(({ protocol, address, port }) => `${protocol} ${address}:${String(port)}`)
    .toSorted();
}

test.skipIf(!isLinux)('without --lan nothing listens outside loopback', async () => {
  const room = await start();
  const beyond = await listenersBeyondLoopback();
  const listeners = await listenersOf([room.livekit.pid ?? 0]);
  await room.stop();
  expect(beyond).toEqual([]);
  expect(listeners).toEqual([
    { protocol: 'tcp', address: '127.0.0.1', port: room.ports.livekit },
    { protocol: 'udp', address: '127.0.0.1', port: room.ports.livekitUdp },
  ]);
});

test.skipIf(!isLinux)('with --lan only HTTPS and media listen outside loopback', async () => {
  const room = await start({ lan: { address: '127.0.0.2' } });
  const beyond = await listenersBeyondLoopback();
  await room.stop();
  // LiveKit's TCP port for media is open on every address, because LiveKit can't restrict it.
  expect(beyond).toEqual([
    `tcp *:${String(room.ports.livekitTcp)}`,
    `tcp 127.0.0.2:${String(room.ports.lan)}`,
  ]);
});

test('killing LiveKit is reported as a crash with its name and last lines', async () => {
  const room = await start();
  process.kill(room.livekit.pid ?? 0, 'SIGKILL');
  const crash = await room.crashed;
  await room.stop();
  expect(describeCrash(crash)).toMatch(
    /^livekit was ended by SIGKILL\.\nIts last lines:[\s\S]*starting LiveKit server/,
  );
});

test('a token handler that fails to start is reported with its output, and nothing is left running', async () => {
  const project = { ...standInProject, tokenHandler: ['-e', 'throw new Error("ROOMS is empty")'] };
  await expect(start({ project })).rejects.toThrow(/^token ended with status 1\.[\s\S]*ROOMS is empty/);
  expect(await familyOf(process.pid)).toEqual([process.pid]);
});

test('a failing build also ends the search for LiveKit', async () => {
  const project = {
    ...standInProject,
    prepare: () => Promise.reject(new Error('src/main.tsx: syntax error')),
  };
  await expect(start({ project })).rejects.toThrow('syntax error');
});

test('an interrupted start leaves nothing running', async () => {
  const controller = new AbortController();
  const project = { ...standInProject, tokenHandler: ['-e', 'setInterval(() => {}, 1000)'] };
  const starting = start({ project, signal: controller.signal });
  setTimeout(() => controller.abort(), 500);
  await expect(starting).rejects.toThrow('aborted');
  expect(await familyOf(process.pid)).toEqual([process.pid]);
});
