import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { RunningRoom } from '../local/room.ts';
import { tokenMint } from '../token/mintToken.ts';
import { examine } from './testing/examine.ts';
import {
  openTestOrigin,
  startHandler,
  startTestServer,
  writePage,
  type TestOrigin,
} from './testing/testServer.ts';
import { hasNginx, startNginx } from './testing/nginx.ts';

/**
 * Each test makes one fault on a server. The doctor has to report that fault together with the advice that fixes it,
 * and must not report anything else as wrong.
 */

// Time limit for a test, which examines a whole room, some even twice, beside other tests on the same machine.
vi.setConfig({ testTimeout: 60_000 });

// Time limit for tests that may be the first to need LiveKit, which then has to be downloaded or built.
const firstStartMs = 600_000;

let testServer: RunningRoom;
let folder: string;
let handler: Awaited<ReturnType<typeof startHandler>>;

beforeAll(async () => {
  folder = await writePage();
  testServer = await startTestServer();
  handler = await startHandler(testServer.keys, testServer.livekit.url);
}, firstStartMs);

afterAll(async () => {
  await handler.stop();
  await testServer.stop();
  await rm(folder, { recursive: true });
});

const longHeaders = 'large_client_header_buffers 4 32k;';
const upgrades = 'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/**
 * Starts the origin of a room (page, token handler and LiveKit) of which one part is faulty, and returns its address.
 */
async function behind(fault: Partial<TestOrigin>): Promise<string> {
  const served = await openTestOrigin({
    folder,
    livekitUrl: testServer.livekit.url,
    tokenHandlerUrl: handler.url,
    ...fault,
  });
  closing.push(() => served.close());
  return `http${fault.certificate ? 's' : ''}://localhost:${String(served.port)}`;
}

test('the origin of these tests has no fault of its own', async () => {
  expect((await examine([await behind({})])).wrong).toEqual([]);
});

test('a missing server is reported, and nothing behind it is tried', async () => {
  const { status, findings } = await examine(['http://127.0.0.1:9']);
  expect(status).toBe(1);
  expect(findings.map(({ step, state }) => `${step}: ${state}`)).toEqual([
    'name: fine',
    'certificate: not applicable',
    'page: wrong',
    'everything else: not tried',
  ]);
  expect(findings[2]?.seen).toBe('127.0.0.1:9 refuses the connection: nothing listens there');
});

test('a closed port for https is reported by its number, with the rule that opens it', async () => {
  const { wrong, of } = await examine(['https://127.0.0.1:9']);
  expect(wrong).toEqual(['certificate', 'page']);
  expect(of('certificate')).toMatchObject([
    {
      seen: '127.0.0.1:9 refuses the connection: nothing listens there',
      cure: { lines: expect.arrayContaining([expect.stringMatching(/^OCI: Ingress, .* range: 9$/)]) },
    },
  ]);
});

test('a server that accepts connections but never answers is reported', async () => {
  const mute = createTcpServer((socket) => socket.resume());
  await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => void mute.close(resolve)));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { wrong, of } = await examine([`http://127.0.0.1:${String(port)}`]);
  expect(wrong).toEqual(['page']);
  expect(of('page')).toMatchObject([{ seen: expect.stringContaining('does not answer in 8 s') }]);
});

test('a room with a key is examined with the key, and a missing key is reported', async () => {
  const locked = await startHandler(testServer.keys, testServer.livekit.url, {
    ROOM_KEY: '0123456789abcdef',
  });
  closing.push(() => locked.stop());
  const origin = await behind({ tokenHandlerUrl: locked.url });
  const without = await examine([origin]);
  expect(without.wrong).toEqual([]);
  expect(without.of('token')).toMatchObject([
    { state: 'not tried', seen: expect.stringContaining('ROOM_KEY=') },
  ]);
  const { wrong, of, text } = await examine([origin], { ROOM_KEY: '0123456789abcdef' });
  expect(wrong).toEqual([]);
  expect(of('media over UDP')).toMatchObject([{ state: 'fine' }]);
  expect(text).not.toContain('0123456789abcdef');
});

test('a name that does not resolve is reported, with its DNS record as the cure', async () => {
  const { wrong, of } = await examine(['https://first-room.invalid']);
  expect(wrong).toEqual(['name']);
  expect(of('name')).toMatchObject([{ seen: expect.stringContaining('first-room.invalid') }]);
});

test('a wrong secret and an unknown key are reported differently', async () => {
  for (const [keys, seen] of [
    [
      { ...testServer.keys, apiSecret: 'x'.repeat(43) },
      "the token handler's secret is not the one that LiveKit has",
    ],
    [{ ...testServer.keys, apiKey: 'APIanother' }, "LiveKit does not know the token handler's API key"],
  ] as const) {
    const other = await startHandler(keys, testServer.livekit.url);
    closing.push(() => other.stop());
    const { wrong, of, text } = await examine([await behind({ tokenHandlerUrl: other.url })]);
    expect(wrong).toEqual(['signalling']);
    expect(of('signalling')).toMatchObject([
      {
        seen: expect.stringContaining(seen),
        cure: { lines: expect.arrayContaining([expect.stringContaining('livekit-keys.yaml')]) },
      },
    ]);
    expect(text).not.toContain('eyJ');
    expect(text).not.toContain(keys.apiSecret);
  }
});

test('a LiveKit that is down and a token handler that is down are reported differently', async () => {
  const nobody = 'http://127.0.0.1:9';
  const withoutLivekit = await examine([await behind({ livekitUrl: nobody })]);
  expect(withoutLivekit.wrong).toEqual(['signalling']);
  expect(JSON.stringify(withoutLivekit.of('signalling'))).toContain('systemctl restart first-room-livekit');

  const withoutHandler = await examine([await behind({ tokenHandlerUrl: nobody })]);
  expect(withoutHandler.wrong).toEqual(['token']);
  expect(JSON.stringify(withoutHandler.of('token'))).toContain('systemctl restart first-room-token');
});

const dayMs = 86_400_000;

/** Makes a self-signed certificate for this name that expires in `days` days. */
async function certificateFor(name: string, days: number) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    notBeforeDate: new Date(Date.now() - 100 * dayMs),
    notAfterDate: new Date(Date.now() + days * dayMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  return { key, cert };
}

test('a certificate for another name is reported, and everything behind it is still tried', async () => {
  const certificate = await certificateFor('other.example', 90.5);
  const { wrong, of } = await examine([await behind({ certificate })]);
  expect(wrong).toEqual(['certificate: names', 'certificate: chain']);
  expect(of('certificate')).toMatchObject([
    { seen: 'it is for other.example, not for localhost' },
    { state: 'fine', seen: expect.stringMatching(/^90, until/) },
    { seen: 'it is self-signed, so every browser warns about it' },
  ]);
  expect(of('media over UDP')).toMatchObject([{ state: 'fine' }]);
});

test('an expired certificate is reported with its date', async () => {
  const { wrong, of } = await examine([await behind({ certificate: await certificateFor('localhost', -1) })]);
  expect(wrong).toEqual(['certificate: days left']);
  expect(of('certificate: days left')).toMatchObject([
    {
      seen: expect.stringMatching(/^it expired on 20/),
      cure: { lines: expect.arrayContaining([expect.stringContaining('sudo certbot certonly')]) },
    },
  ]);
});

test('a handler without check rooms is examined in the default room, and the report says so', async () => {
  const another = createServer((asked, answer) => {
    void readText(asked).then(async (body) => {
      if (body.includes('first-room-check-')) return answer.writeHead(403).end();
      const headers = {
        'Content-Type': 'application/json',
        'X-Forwarded-Proto': 'http',
        'X-Forwarded-Host': asked.headers.host ?? '',
      };
      const response = await fetch(`${handler.url}/token`, { method: 'POST', headers, body });
      return answer.writeHead(response.status, { 'Cache-Control': 'no-store' }).end(await response.text());
    });
  });
  const { wrong, of } = await examine([await behind({ tokenHandlerUrl: await open(another) })]);
  expect(wrong).toEqual([]);
  expect(of('token')[0]?.seen).toContain('so the doctor joins the usual room for a moment');
  expect(of('media over UDP')).toMatchObject([{ state: 'fine' }]);
});

/** Returns a value of NODE_OPTIONS that makes a process's clock run ahead by this time. */
function clockAhead(ms: number): string {
  const shift = `const D = Date, now = () => D.now() + ${String(ms)}; globalThis.Date = class extends D { constructor(...a) { if (a.length === 0) super(now()); else super(...a); } static now() { return now(); } };`;
  return `--import=data:text/javascript,${encodeURIComponent(shift)}`;
}

test.skipIf(!hasNginx)(
  "a handler's clock that is ten minutes ahead is reported, behind an nginx whose clock is right",
  async () => {
    const skewed = await startHandler(testServer.keys, testServer.livekit.url, {
      NODE_OPTIONS: clockAhead(600_000),
    });
    closing.push(() => skewed.stop());
    const origin = await behind({ tokenHandlerUrl: skewed.url });
    const nginx = await startNginx(`
    ${longHeaders}
    location / { proxy_pass ${origin}; proxy_http_version 1.1; proxy_set_header Host $http_host; ${upgrades} }`);
    closing.push(() => nginx.stop());
    const { wrong, of } = await examine([nginx.url]);
    expect(wrong).toEqual(['clocks']);
    expect(of('clocks')).toMatchObject([
      {
        seen: expect.stringMatching(
          /^the token handler's is (599|600|601) s ahead of LiveKit's; this machine agrees with LiveKit, so the token handler's is wrong$/,
        ),
        cure: { lines: expect.arrayContaining([expect.stringContaining('timedatectl')]) },
      },
    ]);
  },
);

test.each([
  [1_500_000, "not valid yet: the token handler's clock is ahead of LiveKit's"],
  [-1_500_000, "expired: the token handler's clock is behind LiveKit's"],
])('a token from a clock that is %i ms off is explained by the clocks', async (offMs, seen) => {
  const standIn = createServer((asked, answer) => {
    answer.writeHead(201, {
      'Content-Type': 'application/json',
      Date: new Date(Date.now() + offMs).toUTCString(),
    });
    const server_url = testServer.livekit.url.replace('http', 'ws');
    answer.end(JSON.stringify({ server_url, participant_token: tokenFromClock(offMs) }));
    asked.resume();
  });
  const { wrong, of } = await examine([await behind({ tokenHandlerUrl: await open(standIn) })]);
  expect(wrong).toEqual(['signalling', 'clocks']);
  expect(of('signalling')).toMatchObject([{ seen: expect.stringContaining(seen) }]);
  expect(of('clocks')).toMatchObject([
    { seen: expect.stringContaining("this machine agrees with LiveKit, so the token handler's is wrong") },
  ]);
});

function tokenFromClock(offMs: number): string {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offMs });
  const token = tokenMint(testServer.keys, 2)({ room: 'my-first-room', identity: 'guest-1' });
  vi.useRealTimers();
  return token;
}

async function open(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}

if (!hasNginx) console.warn('5 tests skipped: faults of a proxy need nginx');

async function nginxWith(rtc: string, more = longHeaders): Promise<string> {
  const nginx = await startNginx(`
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    location ~ ^/rtc { proxy_pass ${testServer.url.slice(0, -1)}; ${rtc} }
    location / { proxy_pass ${testServer.url}; }
    ${more}`);
  closing.push(() => nginx.stop());
  return nginx.url;
}

test.skipIf(!hasNginx)('a correct nginx in front has no fault', async () => {
  const { wrong, of } = await examine([await nginxWith(upgrades)]);
  expect(wrong).toEqual([]);
  expect(of('hosts')).toMatchObject([{ state: 'fine', seen: '/host asks for a key' }]);
  expect(of('webhook')).toMatchObject([{ state: 'fine', seen: expect.stringMatching('/webhook is closed') }]);
  expect(of('media over UDP')).toMatchObject([{ state: 'fine' }]);
});

test.skipIf(!hasNginx)(
  'an nginx that strips Upgrade is reported, with the lines that pass it on',
  async () => {
    const { wrong, of } = await examine([await nginxWith('')]);
    expect(wrong).toEqual(['WebSocket']);
    expect(of('WebSocket')).toMatchObject([
      {
        seen: '/rtc answers 404 instead of becoming a WebSocket',
        cure: { lines: expect.arrayContaining(['proxy_set_header Upgrade $http_upgrade;']) },
      },
    ]);
  },
);

test.skipIf(!hasNginx)('--slow reports an nginx that cuts idle connections after 2 s', async () => {
  const { wrong, of } = await examine(['--slow', await nginxWith(`${upgrades} proxy_read_timeout 2s;`)]);
  expect(wrong).toEqual(['idle time']);
  expect(of('idle time')).toMatchObject([
    { seen: 'a connection was closed after 2 s, although both sides ping' },
  ]);
});

test.skipIf(!hasNginx)('an nginx that limits URLs to 2 kB is reported with its status 414', async () => {
  const limited = await nginxWith(upgrades, 'large_client_header_buffers 4 2k;');
  const { wrong, of } = await examine([limited]);
  expect(wrong).toEqual(['long address']);
  expect(of('long address')).toMatchObject([
    {
      seen: 'an address of 6 kB gets 414 (URI Too Long)',
      cure: { lines: expect.arrayContaining(['large_client_header_buffers 4 32k;']) },
    },
  ]);
});

test.skipIf(!hasNginx)("an nginx that limits URLs to 8 kB, nginx's default, is reported", async () => {
  const { wrong, of } = await examine([await nginxWith(upgrades, '')]);
  expect(wrong).toEqual(['long address']);
  expect(of('long address')).toMatchObject([
    {
      seen: expect.stringMatching(
        /^an address of 12 kB gets 414 \(URI Too Long\); an address of 6 kB gets through/,
      ),
    },
  ]);
});

test.skipIf(!hasNginx)(
  'an nginx that exposes all of LiveKit and dotfiles, passes on the webhook and not what hosts do is reported',
  async () => {
    const careless = await nginxWith(
      upgrades,
      `${longHeaders}
     location /twirp { proxy_pass ${testServer.livekit.url}; }
     location = /host { return 405; }
     location = /webhook { proxy_pass ${handler.url}/webhook; }
     location = /.env { default_type text/plain; return 200 "KEY=x"; }`,
    );
    const { wrong, of } = await examine([careless]);
    expect(wrong).toEqual(['closed paths']);
    expect(of('closed paths')).toMatchObject([
      { seen: 'open to everybody: /twirp/livekit.RoomService/ListRooms, /.env' },
    ]);
    expect(of('hosts')).toMatchObject([
      {
        state: 'look',
        seen: expect.stringContaining('/host answers 405 to POST'),
        cure: { lines: ['location = /host { proxy_pass http://127.0.0.1:5000/host; }'] },
      },
    ]);
    expect(of('webhook')).toMatchObject([
      { state: 'look', cure: { lines: ['location = /webhook { return 404; }'] } },
    ]);
  },
);
