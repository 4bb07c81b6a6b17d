import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as sendRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtApp } from './app/builtApp.ts';
import { createOrigin } from './origin.ts';
import { serveOrigin, type Served } from './serveOrigin.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

let folder: string;
let upstream: Server;
let served: Served;
let broken: Served;

/**
 * Starts a server that stands for LiveKit or the token handler. It answers each request with the request that it got,
 * and accepts every WebSocket and echoes what arrives.
 */
async function openUpstream(): Promise<{ server: Server; url: string }> {
  // The server accepts headers of up to a megabyte, as livekit-server does.
  const server = createServer({ maxHeaderSize: 1_000_000 }, (request, response) => {
    request.resume();
    response.end(JSON.stringify({ url: request.url, headers: request.headers }));
  });
  server.on('upgrade', (request, socket: Socket) => {
    if (request.url?.includes('refuse')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, url: `http://127.0.0.1:${String(port)}` };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-room-origin-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>First Room</title>');
  await writeFile(join(folder, 'config.json'), '{}');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {}');
  const { server, url } = await openUpstream();
  upstream = server;
  const policy = "default-src 'none'; connect-src 'self' wss://$host";
  const app = builtApp(folder, [{ name: 'Content-Security-Policy', value: policy }]);
  const place = { address: '127.0.0.1', port: 0 };
  const hosts = ['192.168.1.20'];
  served = await serveOrigin(
    createOrigin({ app, tokenHandlerUrl: () => url, livekitUrl: url, hosts }),
    place,
  );
  // Address at which no server answers: nothing listens on port 1.
  const nobody = 'http://127.0.0.1:1';
  broken = await serveOrigin(createOrigin({ app, tokenHandlerUrl: () => nobody, livekitUrl: nobody }), place);
});

afterAll(async () => {
  await served.close();
  await broken.close();
  upstream.close();
  upstream.closeAllConnections();
  await rm(folder, { recursive: true });
});

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  port = served.port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = sendRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.once('error', reject);
    request.end();
  });
}

/**
 * Opens a WebSocket and sends `hello`.
 *
 * @returns the answer over the WebSocket, or the HTTP status that refused it, or 'closed'
 */
function upgrade(path: string, headers: Record<string, string> = {}, port = served.port): Promise<string> {
  return new Promise((resolve) => {
    const request = sendRequest({
      host: '127.0.0.1',
      port,
      path,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        ...headers,
      },
    });
    request.on('upgrade', (_response, socket) => {
      socket.write('hello');
      socket.once('data', (piece: Buffer) => {
        resolve(piece.toString());
        socket.destroy();
      });
    });
    request.on('response', (response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    request.on('error', () => resolve('closed'));
    request.end();
  });
}

test('the page is revalidated each time, and its assets are cached for ever', async () => {
  const page = await ask('/?room=family');
  expect(page.text).toBe('<title>First Room</title>');
  expect(page.headers).toMatchObject({
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect((await ask('/config.json')).headers['cache-control']).toBe('no-cache');
  expect((await ask('/assets/app-1a2b.js')).headers['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  );
});

test("every answer has the app's headers, which allow WebSockets to the page's own host only", async () => {
  for (const path of ['/', '/assets/app-1a2b.js', '/nowhere', '/token']) {
    const { headers } = await ask(path, { Host: '192.168.1.20:3443' });
    expect([path, headers['content-security-policy']]).toEqual([
      path,
      "default-src 'none'; connect-src 'self' ws://192.168.1.20:3443",
    ]);
  }
});

test('a new build is served without a restart', async () => {
  await writeFile(join(folder, 'assets', 'later.js'), '1');
  expect((await ask('/assets/later.js')).status).toBe(200);
});

test('unknown paths are 404 instead of the page', async () => {
  for (const path of [
    '/assets/old.js',
    '/deep/link',
    '/../package.json',
    '/%2e%2e/package.json',
    '/%00',
    '/%',
  ]) {
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
  }
});

test('the app allows GET and HEAD only', async () => {
  expect((await ask('/', {}, 'POST')).status).toBe(405);
  expect((await ask('/', {}, 'HEAD')).status).toBe(200);
});

test('an invalid Range fails without crashing the server', async () => {
  await ask('/', { Range: 'bytes=9-2' }).catch(() => undefined);
  expect((await ask('/')).status).toBe(200);
});

test('/token goes to the token handler and /rtc to LiveKit, with their queries', async () => {
  expect(JSON.parse((await ask('/token', {}, 'POST')).text)).toMatchObject({ url: '/token' });
  for (const path of ['/rtc', '/rtc/validate?access_token=x', '/rtc/v1', '/rtc/v1/validate?a=b']) {
    expect(JSON.parse((await ask(path)).text)).toMatchObject({ url: path });
  }
});

test('no other paths of LiveKit and the token handler are reachable', async () => {
  const paths = [
    '/twirp/livekit.RoomService/ListRooms',
    '/debug/pprof/',
    '/agent',
    '/whip/v1',
    '/metrics',
    '/rtc/../twirp/livekit.RoomService/ListRooms',
    '/rtc/%2e%2e/twirp/x',
    '/rtc//twirp',
    '//twirp',
    '/rtcx',
    '/token/anything',
    '/tokenx',
  ];
  for (const path of paths) expect([path, (await ask(path)).status]).toEqual([path, 404]);
});

test('the client address is the one that the origin sees, regardless of headers', async () => {
  const claims = {
    Host: 'localhost:3000',
    'X-Forwarded-For': '203.0.113.9',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'evil.example',
    Forwarded: 'for=203.0.113.9',
    'X-Real-IP': '203.0.113.9',
    'CF-Connecting-IP': '203.0.113.9',
  };
  const { text } = await ask('/token', claims, 'POST');
  expect(text).not.toContain('203.0.113.9');
  expect(JSON.parse(text)).toMatchObject({
    headers: {
      host: 'localhost:3000',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'localhost:3000',
    },
  });
});

test('a foreign host name that resolves to this machine is refused', async () => {
  for (const host of ['evil.example', 'evil.example:3000', 'localhost.evil.example', '192.168.1.21']) {
    const { status, text } = await ask('/token', { Host: host }, 'POST');
    expect([host, status]).toEqual([host, 403]);
    expect(text).toMatch(/answers only under these names: localhost, 127\.0\.0\.1, \[::1\], 192\.168\.1\.20/);
    expect(await upgrade('/rtc', { Host: host })).toBe('404');
  }
  for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:1', '[::1]:3000', '192.168.1.20:3443']) {
    expect([host, (await ask('/', { Host: host })).status]).toEqual([host, 200]);
  }
});

test('WebSockets reach LiveKit only', async () => {
  expect(await upgrade('/rtc?access_token=x')).toBe('hello');
  expect(await upgrade('/rtc/v1?access_token=x')).toBe('hello');
  expect(await upgrade('/rtc?refuse')).toBe('401');
  for (const path of ['/', '/token', '/twirp', '/rtc/../agent', '/agent']) {
    expect([path, await upgrade(path)]).toEqual([path, '404']);
  }
});

test('an upgrade with a URL of 20 kB passes, since the offer travels in it', async () => {
  expect(await upgrade(`/rtc/v1?join_request=${'x'.repeat(20_000)}`)).toBe('hello');
});

test('an upstream that is down gives a clear answer and no crash', async () => {
  const token = await ask('/token', {}, 'POST', broken.port);
  expect(token.status).toBe(502);
  expect(JSON.parse(token.text)).toEqual({
    error: { code: 'upstream_unreachable', message: 'The token handler does not answer.' },
  });
  const livekit = await ask('/rtc/validate', {}, 'GET', broken.port);
  expect(JSON.parse(livekit.text)).toMatchObject({ error: { message: 'LiveKit does not answer.' } });
  expect(await upgrade('/rtc', {}, broken.port)).toBe('closed');
  expect((await ask('/', {}, 'GET', broken.port)).status).toBe(200);
});
