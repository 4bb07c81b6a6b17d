import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Child } from '../local/child.ts';
import { findLivekit } from '../local/livekit/findLivekit.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import { findFreePorts } from '../local/ports.ts';
import { silentScreen } from '../local/screen.ts';
import { testKeys } from './testing/parts.ts';

/** These tests run the built token handler: one file, run by plain `node` without node_modules. */

const root = join(import.meta.dirname, '..');
let folder = '';
let builtFiles: readonly string[] = [];
const children: ChildProcess[] = [];
const servers: Child[] = [];

beforeAll(async () => {
  const built = await mkdtemp(join(tmpdir(), 'first-room-built-'));
  folder = await mkdtemp(join(tmpdir(), 'first-room-token-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = [
    '--config',
    'token/vite.config.ts',
    '--outDir',
    built,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: root });
  builtFiles = await readdir(built);
  await copyFile(join(built, 'server.mjs'), join(folder, 'server.mjs'));
  await rm(built, { recursive: true });
  return async () => rm(folder, { recursive: true });
});

afterEach(async () => {
  for (const livekit of servers.splice(0)) await livekit.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs the built file with these environment variables and no others, and collects its output. */
function run(env: Record<string, string>) {
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const lines: string[] = [];
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const content: unknown = JSON.parse(line);
      if (typeof content !== 'object' || content === null || !('msg' in content)) return;
      if (content.msg === 'listening' && 'host' in content && 'port' in content) {
        resolve(`http://${String(content.host)}:${String(content.port)}`);
      }
    });
  });
  const status = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, lines, listening, status, errors: () => errors };
}

const env = {
  PORT: '0',
  LIVEKIT_API_KEY: testKeys.apiKey,
  LIVEKIT_API_SECRET: testKeys.apiSecret,
  LIVEKIT_URL: 'same-origin',
};

test('the build is one file', () => {
  expect(builtFiles).toEqual(['server.mjs']);
});

test('the built file serves the health check, GET and POST', async () => {
  const { listening, lines } = run({ ...env, LIVEKIT_API_URL: await deadLivekit() });
  const url = await listening;
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
  expect(await (await fetch(url)).text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers,
    body: '{"participant_name":"花子"}',
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    server_url: url.replace('http:', 'ws:'),
    participant_token: expect.stringMatching(/^eyJ/),
  });
  expect(lines.join('\n')).toContain('"reason":"ECONNREFUSED"');
  expect(lines.join('\n')).not.toContain('eyJ');
});

test('the built file refuses requests without the room key and never writes the key', async () => {
  const key = 'blue-kettle-forty9';
  const { listening, lines } = run({ ...env, ROOM_KEY: key, LIVEKIT_API_URL: await deadLivekit() });
  const url = await listening;
  const ask = async (shown: string) =>
    (await fetch(`${url}/token`, { headers: { Authorization: `Bearer ${shown}` } })).status;
  expect((await fetch(`${url}/token`)).status).toBe(401);
  expect(await ask(`${key}0`)).toBe(401);
  expect(await ask(key)).toBe(200);
  expect(lines.join('\n')).toContain('key_wrong');
  expect(lines.join('\n')).not.toContain(key);
});

test('the built file serves metrics at METRICS_PORT and still ends on a signal', async () => {
  const { child, listening, lines, status } = run({
    ...env,
    METRICS_PORT: '0',
    LIVEKIT_API_URL: await deadLivekit(),
  });
  const url = await listening;
  expect((await fetch(`${url}/token`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  const [, port] = /"port":(\d+),"msg":"metrics listening"/.exec(lines.join('\n')) ?? [];
  const scraped = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  expect(scraped).toContain('\nfirst_room_tokens_granted_total 1\n');
  // The request for a token, and perhaps already the handler's own question at its start.
  expect(scraped).toMatch(/\nfirst_room_livekit_failures_total [12]\n/);
  expect(scraped).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
  child.kill('SIGTERM');
  expect(await status).toBe(0);
});

test('SIGTERM lets an open request finish and ends with status 0', async () => {
  // A stand-in for LiveKit that never answers. It keeps the handler's request open until the handler's time limit.
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { child, listening, status, lines } = run({ ...env, LIVEKIT_API_URL: addressOf(silent) });
  const open = fetch(`${await listening}/token`);
  await wait(300);
  child.kill('SIGTERM');
  expect((await open).status).toBe(200);
  expect(await status).toBe(0);
  const messages = lines.map((line) => /"msg":"([^"]+)"/.exec(line)?.[1]);
  // The handler's own question at its start is not answered either, at about the same time.
  const ofRequest = messages.filter((message) => message !== 'LiveKit did not say which rooms exist');
  expect(ofRequest.slice(-4)).toEqual([
    'closing',
    'LiveKit did not say whether the room is full',
    'request',
    'closed',
  ]);
  silent.close();
});

test('a second signal ends at once', async () => {
  const { child, listening, status } = run(env);
  // The body of this request never arrives, which keeps the request open.
  const headers = { 'Content-Type': 'application/json', 'Content-Length': '2' };
  const sending = request(`${await listening}/token`, { method: 'POST', headers });
  sending.on('error', () => {});
  sending.flushHeaders();
  await wait(200);
  child.kill('SIGINT');
  await wait(200);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await status).toBe(0);
});

test('the listening address is logged at every log level', async () => {
  expect(await run({ ...env, LOG_LEVEL: 'silent' }).listening).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('every problem of the environment is reported at once, with exit status 1', async () => {
  const { status, errors } = run({
    ...env,
    HOST: '0.0.0.0',
    PORT: 'http',
    LIVEKIT_API_SECRET: 'short',
    ROOM_KEY: 'hunter2',
  });
  expect(await status).toBe(1);
  expect(errors()).toContain('- PORT is "http". It must be a whole number from 0 to 65535');
  expect(errors()).toContain('- LIVEKIT_API_SECRET has 5 characters');
  expect(errors()).toContain("- ROOM_KEY can't be a key. It must be 16 to 128 letters");
  expect(errors()).not.toContain('hunter2');
});

test('a port in use is reported in one sentence, with exit status 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = new URL(addressOf(taken)).port;
  const { status, errors } = run({ ...env, PORT: port });
  expect(await status).toBe(1);
  expect(errors()).toBe(
    `PORT ${port} on HOST 127.0.0.1 is in use by another program. Choose another PORT.\n`,
  );
  taken.close();
});

test('a flood of wrong host keys and of knocks from one address leaves memory as it was and few lines in the log, and a host behind that address is served', async () => {
  const hostKey = 'red-kettle-forty-nine';
  const livekit = await openLivekit();
  const { child, listening, lines } = run({
    ...env,
    HOST_KEY: hostKey,
    ROOM_ENTRY: 'knock',
    METRICS_PORT: '0',
    LIVEKIT_API_URL: livekit,
    // Node collects all garbage before it writes a heap snapshot.
    NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2',
  });
  const url = await listening;
  const [, port] = /"port":(\d+),"msg":"metrics listening"/.exec(lines.join('\n')) ?? [];
  const post = (path: string, body: object, bearer?: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
    });
  const codes = new Map<string, number>();
  const note = async (response: Response) => {
    const [, code = ''] = /"code":"(\w+)"/.exec(await response.text()) ?? [];
    codes.set(code, (codes.get(code) ?? 0) + 1);
  };
  for (let count = 0; count < 100; count += 1) {
    await note(await post('/token', { participant_identity: `${String(count)}-${'0'.repeat(30)}` }));
  }
  expect(Object.fromEntries(codes)).toEqual({ knock_required: 60, rate_limited: 40 });
  const wrongKeys = async (rounds: number) => {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(
        Array.from({ length: 100 }, async (_, count) =>
          note(await post('/host', { room_name: 'my-first-room', action: 'end' }, `red-kettle-no-${count}`)),
        ),
      );
    }
  };
  const usedBytes = async () => {
    child.kill('SIGUSR2');
    await vi.waitFor(async () => {
      const snapshot = (await readdir(folder)).find((name) => name.endsWith('.heapsnapshot'));
      if (snapshot === undefined) throw new Error('There is no snapshot yet.');
      await rm(join(folder, snapshot));
    }, 20_000);
    // The handler answers after it has written the snapshot.
    const metrics = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
    return Number(/^nodejs_heap_size_used_bytes (\d+)$/m.exec(metrics)?.[1]);
  };
  await wrongKeys(10);
  const before = await usedBytes();
  await wrongKeys(40);
  const after = await usedBytes();
  expect(codes.get('key_wrong')).toBe(5);
  for (const action of ['invite', 'list_waiting']) {
    const answer = await post('/host', { room_name: 'my-first-room', action, role: 'speaker' }, hostKey);
    expect(answer.status).toBe(200);
  }
  // Four thousand requests of which each left 1 kB behind would add 4 MB.
  expect(after - before).toBeLessThan(2_500_000);
  expect(lines.filter((line) => line.includes('"msg":"request"')).length).toBeLessThan(60 + 5 + 20);
}, 60_000);

/** Starts a real LiveKit. Returns the address of its API. */
async function openLivekit(): Promise<string> {
  const signal = AbortSignal.timeout(100_000);
  const found = await findLivekit({ environment: process.env, screen: silentScreen, signal });
  if (!found.ok) throw new Error('There is no livekit-server: npm test brings it.');
  const [port = 0] = await findFreePorts(1, 'tcp', '127.0.0.1');
  const [udpPort = 0] = await findFreePorts(1, 'udp', '127.0.0.1');
  const livekit = startLivekit(
    found.value.path,
    { port, udpPort, tcpPort: undefined, mediaAddress: '127.0.0.1', keys: testKeys },
    () => {},
  );
  servers.push(livekit);
  const address = `http://127.0.0.1:${String(port)}`;
  await vi.waitFor(async () => await fetch(address), 20_000);
  return address;
}

function addressOf(server: ReturnType<typeof createServer>) {
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
}

/** The address of a server that has stopped, so that nothing answers there: a stand-in for a LiveKit that is down. */
async function deadLivekit() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}
