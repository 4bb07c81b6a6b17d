import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lanCertificate } from '../lan/certificate.ts';
import { createOrigin, type App } from '../origin.ts';
import { serveOrigin, type Served } from '../serveOrigin.ts';
import { devApp } from './devApp.ts';

let folder: string;
let app: App;
let http: Served;
let https: Served;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'first-room-dev-')));
  await writeFile(join(folder, 'index.html'), '<script type="module" src="/main.ts"></script>');
  await writeFile(join(folder, 'main.ts'), 'document.title = "one" as string;');
  app = await devApp(folder);
  const nobody = 'http://127.0.0.1:1';
  const origin = createOrigin({ app, tokenHandlerUrl: () => nobody, livekitUrl: nobody });
  http = await serveOrigin(origin, { address: '127.0.0.1', port: 0 });
  const certificate = await lanCertificate(folder, '127.0.0.1');
  https = await serveOrigin(origin, { address: '127.0.0.1', port: 0, certificate });
});

afterAll(async () => {
  await http.close();
  await https.close();
  await app.close?.();
  await rm(folder, { recursive: true });
});

/** Opens a WebSocket as Vite's client in the page does, and collects what Vite sends about changed files. */
async function followChanges(request: typeof requestHttp, port: number): Promise<() => string> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/',
      rejectUnauthorized: false,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Protocol': 'vite-hmr',
      },
    };
    const upgrading = request(options);
    upgrading.once('error', reject);
    upgrading.once('upgrade', (_response, socket, head) => {
      text += head.toString();
      socket.on('data', (piece: Buffer) => (text += piece.toString()));
      socket.on('error', () => {});
      resolve();
    });
    upgrading.end();
  });
  return () => text;
}

test('sources are served in their current state, and unknown paths are 404', async () => {
  const base = `http://127.0.0.1:${String(http.port)}`;
  expect(await (await fetch(base)).text()).toContain('/@vite/client');
  expect(await (await fetch(`${base}/main.ts`)).text()).toContain('document.title = "one"');
  expect((await fetch(`${base}/nothing`)).status).toBe(404);
});

test('a change reaches pages on http and on https', async () => {
  await fetch(`http://127.0.0.1:${String(http.port)}/main.ts`);
  const pages = [await followChanges(requestHttp, http.port), await followChanges(requestHttps, https.port)];
  for (const page of pages) await expect.poll(page).toContain('"connected"');
  await writeFile(join(folder, 'main.ts'), 'document.title = "two" as string;');
  for (const page of pages) await expect.poll(page, { timeout: 5000 }).toContain('full-reload');
});
