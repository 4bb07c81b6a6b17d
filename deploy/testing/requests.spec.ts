import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reconnectPolicy } from '../../src/call/reconnectPolicy.ts';
import { ask, askForToken } from './ask.ts';
import { expect, test } from './deploymentTest.ts';

const assets = join(import.meta.dirname, '../../dist/web/assets');
const sizeOf = (name: string) => statSync(join(assets, name)).size;
const [largest = 'missing'] = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .toSorted((a, b) => sizeOf(b) - sizeOf(a));

test("only LiveKit's signalling is reachable, and no dotfile", async ({ vm }) => {
  const hidden = [
    '/twirp/livekit.RoomService/ListRooms',
    '/twirp',
    '/agent',
    '/whip/v1',
    '/settings/regions',
    '/metrics',
    '/debug/pprof/',
    '/debug/rooms',
    '/rtc/../twirp/livekit.RoomService/ListRooms',
    '/rtc/%2e%2e/twirp/livekit.RoomService/ListRooms',
    '/rtc/..%2ftwirp',
    '/rtc//twirp/../debug',
    '/.env',
    '/.git/config',
    '/assets/.hidden',
    '/%2eenv',
    '/token/config.ts',
    '/webhook',
    '/assets/missing.js',
    '/assets/',
    '/deep/link',
  ];
  for (const path of hidden) {
    for (const body of [undefined, '{}']) {
      const { status, headers } = await ask(vm.origin, path, body === undefined ? {} : { body });
      // Both 404 and 405 are refusals: where nginx serves files, it answers 405 to a POST without looking for the file.
      expect([404, 405], path).toContain(status);
      expect(headers.server, path).toBe('nginx');
      expect(headers['cache-control'], path).toBeUndefined();
    }
  }
});

test('signalling works with a token, and is refused without', async ({ vm }) => {
  const token = await askForToken(vm.origin);
  for (const path of ['/rtc', '/rtc/v1', '/rtc/validate', '/rtc/v1/validate']) {
    expect((await ask(vm.origin, path)).status, path).not.toBe(200);
  }
  expect(await ask(vm.origin, '/rtc/health')).toMatchObject({ status: 200, body: 'OK' });
  const validated = await ask(vm.origin, `/rtc/validate?access_token=${token}`);
  expect(validated).toMatchObject({ status: 200, body: 'success' });
  // /rtc/v1/validate also requires the parameter `join_request`, which is missing here. LiveKit complains only about
  // that, so it has accepted the token.
  const second = await ask(vm.origin, `/rtc/v1/validate?access_token=${token}`);
  expect(second).toMatchObject({ status: 400, body: 'join_request is required' });
});

test('files are compressed as the browser accepts, and cached as long as their names are valid', async ({
  vm,
  openVm,
}) => {
  const ubuntu = await openVm({ tls: true });
  const page = await ask(vm.origin, '/');
  expect(page.headers['cache-control']).toBe('no-cache');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect((await ask(vm.origin, '/config.json')).headers['cache-control']).toBe('no-cache');
  expect((await ask(vm.origin, '/manifest.webmanifest')).headers['content-type']).toMatch(
    /^application\/manifest\+json/,
  );

  const accepted = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
  const plain = await ask(vm.origin, `/assets/${largest}`);
  const gzip = await ask(vm.origin, `/assets/${largest}`, { headers: accepted });
  const brotli = await ask(ubuntu.origin, `/assets/${largest}`, { headers: accepted });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotli.body.length).toBeLessThan(gzip.body.length);
  expect(gzip.body.length).toBeLessThan(plain.body.length / 3);
  for (const { headers } of [plain, gzip, brotli]) {
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toMatch(/javascript/);
  }
});

test('every answer has the security headers, also refusals and answers of upstreams', async ({ vm }) => {
  for (const path of ['/', `/assets/${largest}`, '/missing', '/token', '/rtc/validate', '/twirp']) {
    const { headers } = await ask(vm.origin, path);
    expect(headers['content-security-policy'], path).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self' 'sha256-[^']+';/,
    );
    expect(headers['content-security-policy'], path).not.toMatch(/unsafe/);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['referrer-policy'], path).toBe('no-referrer');
    expect(headers['strict-transport-security'], path).toBe('max-age=31536000');
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
    expect(headers['permissions-policy'], path).toMatch(/camera=\(self\)/);
  }
  expect((await ask(vm.origin, '/token')).headers['cache-control']).toBe('no-store');
});

test('plain HTTP is redirected to HTTPS, by the load balancer and by nginx with the certificate', async ({
  vm,
  balance,
  openVm,
}) => {
  const moved = {
    status: 301,
    headers: { location: expect.stringMatching(/^https:\/\/127\.0\.0\.1.*\/\?room=a$/) },
  };
  for (const by of ['haproxy', 'nginx'] as const) {
    const { plainOrigin } = await balance({ by });
    expect(await ask(plainOrigin, '/?room=a')).toMatchObject(moved);
  }
  // If the load balancer has no rule that redirects, nginx on the VM redirects guests itself.
  const plain = { headers: { 'X-Forwarded-Proto': 'http' } };
  expect(await ask(vm.origin, '/?room=a', plain)).toMatchObject(moved);
  const { plainOrigin = '' } = await openVm({ tls: true });
  expect(await ask(plainOrigin, '/?room=a')).toMatchObject(moved);
});

test('a URL of 20 kB passes with 32 kB for headers, and is refused by a load balancer with 8', async ({
  vm,
  balance,
}) => {
  const path = `/rtc/validate?access_token=${'x'.repeat(20_000)}`;
  expect((await ask(vm.origin, path)).status).toBe(401);
  for (const by of ['haproxy', 'nginx'] as const) {
    const wide = await balance({ by, headerKilobytes: 32 });
    expect((await ask(wide.origin, path)).status).toBe(401);
    const narrow = await balance({ by, headerKilobytes: 8 });
    expect([400, 414]).toContain((await ask(narrow.origin, path)).status);
  }
});

test('the client address is the one that the load balancer saw, regardless of headers', async ({
  openVm,
  balance,
}) => {
  const vm = await openVm();
  const { origin } = await balance({ by: 'haproxy' }, vm);
  const claims = {
    'X-Forwarded-For': '198.51.100.7',
    'X-Real-IP': '198.51.100.7',
    'CF-Connecting-IP': '198.51.100.7',
    'True-Client-IP': '198.51.100.7',
    Forwarded: 'for=198.51.100.7',
  };
  await ask(origin, '/token', { headers: claims, from: '127.0.0.77' });
  await ask(origin, '/rtc/validate', { headers: claims, from: '127.0.0.77' });
  await expect.poll(() => vm.readLogs()).toMatch(/"path":"\/token".*"address":"127\.0\.0\.77"/);
  const logs = await vm.readLogs();
  expect(logs).toMatch(/^127\.0\.0\.77 .* GET \/token /m);
  expect(logs).not.toContain('198.51.100.7');
});

test('too large a body, and a flood of joins, are refused', async ({ openVm }) => {
  const vm = await openVm();
  expect((await ask(vm.origin, '/token', { body: 'x'.repeat(20_000) })).status).toBe(413);
  const statuses = new Set<number | undefined>();
  for (let round = 0; round < 8 && !statuses.has(429); round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 250 }, () => ask(vm.origin, '/rtc/validate', { from: '127.0.0.9' })),
    );
    for (const { status } of answers) statuses.add(status);
  }
  expect(statuses).toEqual(new Set([401, 429]));
  // After 127.0.0.9 has sent too many requests, nginx still passes on those from another address.
  expect((await ask(vm.origin, '/rtc/validate', { from: '127.0.0.10' })).status).toBe(401);
});

test('the reconnection attempts of 25 guests behind one address within two seconds are all accepted', async ({
  vm,
}) => {
  const policy = reconnectPolicy(
    () => false,
    () => 0,
  );
  const delay = (retryCount: number, elapsedMs: number) =>
    policy.nextRetryDelayInMs({ retryCount, elapsedMs }) ?? Infinity;
  let tries = 0;
  for (let atMs = delay(0, 0); atMs <= 2000; atMs += delay(tries, atMs)) tries += 1;
  // Repeats the requests of LiveKit's SDK: after a failed WebSocket it asks `/rtc/v1/validate` for the reason.
  const paths = Array.from({ length: 25 * tries }, () => ['/rtc/v1', '/rtc/v1/validate']).flat();
  expect(paths).toHaveLength(200);
  const answers = await Promise.all(paths.map((path) => ask(vm.origin, path, { from: '127.0.0.11' })));
  expect(answers.filter(({ status }) => status === 429)).toEqual([]);
});
