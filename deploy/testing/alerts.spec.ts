import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AccessToken } from 'livekit-server-sdk';
import { WebSocket } from 'ws';
import { losePackets, openNetwork } from '../../e2e/faults.ts';
import { inRoom } from '../../e2e/inRoom.ts';
import { expectMovingPicture } from '../../e2e/observe.ts';
import { startChild, type Child } from '../../local/child.ts';
import { findFreePorts } from '../../local/ports.ts';
import { ask } from './ask.ts';
import { alertmanager, amtool, prometheus } from './borrowedTools.ts';
import { program, run } from './programs.ts';
import { rewrite, shipped, type Changes } from './rewrite.ts';
import { expect, test } from './story.ts';
import type { Vm } from './vm.ts';

/**
 * All durations in the shipped rules and in Alertmanager's configuration are divided by this: minutes become seconds. Prometheus scrapes
 * once a second. LiveKit runs as shipped.
 */
const faster = 60;

/** Thresholds of load that a call of two exceeds. All other thresholds are the shipped ones. */
const smallerLoads: Changes = {
  '[15000ms]) > 1)': '[15000ms]) > 0.01)',
  '[5000ms]) > 1.5': '[5000ms]) > 0.01',
  '> 80e6': '> 2e3',
};

const milliseconds = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Rewrites durations: `15m` becomes `15000ms`. */
function quicken(text: string): string {
  return text.replace(
    /(?<=[:[] ?)(\d+)([smh])(?=[\]\s]|$)/gm,
    (_whole, count: string, unit: string) =>
      `${String((Number(count) * (milliseconds.get(unit) ?? 0)) / faster)}ms`,
  );
}

async function place(folder: string, name: string, changes: Changes): Promise<string> {
  const path = join(folder, name);
  const text = await readFile(join(shipped, 'metrics', name), 'utf8');
  await writeFile(path, rewrite(quicken(text), changes, name));
  return path;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Loaded into the token handler before its own code: signing a token throws. */
const brokenCryptography = [
  "import crypto from 'node:crypto';",
  "import { syncBuiltinESMExports } from 'node:module';",
  "crypto.createHmac = () => { throw new Error('no cryptography'); };",
  'syncBuiltinESMExports();',
].join('');

const roomKey = 'blue-kettle-forty9-lamp';

/** A mail server that accepts every message, and a web hook. Both keep what they receive. */
async function openInbox() {
  const mails: string[] = [];
  const hooks: string[] = [];
  const mail = createServer((socket) => {
    let message = '';
    let isData = false;
    socket.write('220 inbox\r\n');
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (text: string) => {
      message += text;
      if (isData) {
        if (!message.endsWith('\r\n.\r\n')) return;
        // Undoes quoted-printable.
        mails.push(message.replaceAll('=\r\n', '').replaceAll('=3D', '='));
        isData = false;
      } else if (!message.endsWith('\r\n')) return;
      const isAsked = /^DATA/i.test(message);
      message = '';
      isData = isAsked;
      socket.write(isAsked ? '354 go on\r\n' : '250 ok\r\n');
    });
  });
  const hook = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      hooks.push(body);
      response.end();
    });
  });
  return {
    mails,
    hooks,
    mailPort: await listen(mail),
    hookPort: await listen(hook),
    close: () => {
      mail.close();
      hook.close();
    },
  };
}

/** A guest with signalling and without media, as behind a shut media port. If LiveKit refuses, the socket is closed. */
async function signalOnly(
  { ports, keys }: Vm,
  identity: string,
  room: string,
  secret = keys.secret,
): Promise<WebSocket> {
  const token = new AccessToken(keys.key, secret, { identity });
  token.addGrant({ roomJoin: true, room });
  const socket = new WebSocket(
    `ws://127.0.0.1:${ports.livekit}/rtc?protocol=16&auto_subscribe=1&access_token=${await token.toJwt()}`,
  );
  socket.on('error', () => {});
  await new Promise((resolve) => {
    for (const event of ['message', 'error', 'close'] as const) socket.once(event, resolve);
  });
  return socket;
}

function tokenStatus(vm: Vm, headers: Record<string, string> = {}): Promise<number> {
  const json = { 'Content-Type': 'application/json', ...headers };
  return ask(vm.origin, '/token', { headers: json, body: '{}' }).then(({ status }) => status);
}

/** Tries wrong keys from an address, as often as one address may in a minute. */
async function tryWrongKeys({ ports }: Vm, address: string, tries: number): Promise<void> {
  const headers = {
    'Content-Type': 'application/json',
    'X-Forwarded-For': address,
    Authorization: 'Bearer wrong',
  };
  for (let count = 0; count < tries; count += 1) {
    const { status } = await ask(`http://127.0.0.1:${ports.token}`, '/token', { headers, body: '{}' });
    expect(status).toBe(401);
  }
}

test('alerts fire for faults of a real LiveKit, stay silent for the healthy one beside it, and arrive by mail and by web hook', async ({
  openVm,
  balance,
  browser,
  contextOptions,
}, testInfo) => {
  const folder = testInfo.outputPath('monitoring');
  await mkdir(folder, { recursive: true });
  const children: Child[] = [];
  const start = (name: string, command: string, args: readonly string[]) => {
    const child = startChild({
      name,
      command,
      args,
      environment: { PATH: process.env['PATH'] },
      cwd: folder,
    });
    children.push(child);
    return child;
  };
  const [redisPort = 0, prometheusPort = 0, alertmanagerPort = 0] = await findFreePorts(
    3,
    'tcp',
    '127.0.0.1',
  );
  const redis = start('redis', program('redis-server'), [
    '--port',
    String(redisPort),
    '--save',
    '',
    '--dir',
    folder,
  ]);

  // Two VMs. Prometheus tells them apart by their addresses, 127.0.0.1 and 127.0.0.2.
  const [good, bad] = await Promise.all([
    openVm({ tokenSettings: { MAX_PARTICIPANTS: '2', RATE_LIMIT_PER_MINUTE: '10000' } }),
    openVm({
      livekitChanges: { 'bind_addresses: [127.0.0.1]': 'bind_addresses: [127.0.0.1, 127.0.0.2]' },
      tokenSettings: {
        METRICS_HOST: '127.0.0.2',
        ROOM_KEY: roomKey,
        RATE_LIMIT_PER_MINUTE: '10000',
        REDIS_URL: `redis://127.0.0.1:${String(redisPort)}`,
        // LiveKit refuses its requests, and signing throws.
        LIVEKIT_API_SECRET: 'another-secret-than-the-one-of-livekit',
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(brokenCryptography)}`,
      },
    }),
  ]);
  const { origin } = await balance({ by: 'haproxy' }, good);
  const inbox = await openInbox();
  await place(folder, 'alerts.yml', smallerLoads);
  const configuration = await place(folder, 'prometheus.yml', {
    "'127.0.0.1:6789'": `'127.0.0.1:${good.ports.metrics}', '127.0.0.2:${bad.ports.metrics}'`,
    "'127.0.0.1:5001'": `'127.0.0.1:${good.ports.tokenMetrics}', '127.0.0.2:${bad.ports.tokenMetrics}'`,
    // Nobody asks the page here: certificateAlert.spec.ts does.
    '  - job_name: page\n    scrape_interval: 1000ms': '  - job_name: page\n    scrape_interval: 1h',
    '127.0.0.1:9093': `127.0.0.1:${String(alertmanagerPort)}`,
    'scrape_interval: 250ms': 'scrape_interval: 1s',
    'evaluation_interval: 500ms': 'evaluation_interval: 1s',
  });
  const routes = await place(folder, 'alertmanager.yml', {
    'smtp.example.com:587': `127.0.0.1:${String(inbox.mailPort)}\n  smtp_require_tls: false`,
    '  smtp_auth_username: room@example.com\n': '',
    '  smtp_auth_password_file: /etc/prometheus/smtp-password\n': '',
    '    # webhook_configs:': '    webhook_configs:',
    '    #   - url: https://alerts.example.com/hook': `      - url: http://127.0.0.1:${String(inbox.hookPort)}/`,
  });
  const checked = amtool('check-config', routes);
  expect(checked.status, checked.output).toBe(0);

  try {
    const aiko = await (
      await browser.newContext({ ...contextOptions, viewport: { width: 480, height: 480 } })
    ).newPage();
    const network = await openNetwork(aiko);
    const ben = await (
      await browser.newContext({ ...contextOptions, viewport: { width: 480, height: 480 } })
    ).newPage();
    for (const [page, name] of [
      [aiko, 'Aiko'],
      [ben, 'Ben'],
    ] as const) {
      await page.goto(`${origin}/?name=${name}`);
      await page.getByRole('button', { name: 'Join' }).click();
      await inRoom(page);
    }
    await expectMovingPicture(aiko, 'Ben');

    start('alertmanager', alertmanager(), [
      `--config.file=${routes}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${String(alertmanagerPort)}`,
      '--cluster.listen-address=',
    ]);
    start('prometheus', prometheus(), [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${String(prometheusPort)}`,
    ]);
    const prometheusUrl = `http://127.0.0.1:${String(prometheusPort)}`;
    /** What Prometheus answers to an expression, as JSON. Empty while it starts. */
    const answerOf = (expression: string): Promise<string> =>
      ask(prometheusUrl, `/api/v1/query?query=${encodeURIComponent(expression)}`).then(
        ({ body }) => body,
        () => '',
      );
    /** The alerts that have fired since the start, with their nodes: `PartDown 127.0.0.2`. */
    const fired = async (): Promise<string[]> => {
      const body = await answerOf('max_over_time(ALERTS{alertstate="firing"}[10m])');
      const names = [...body.matchAll(/"metric":(\{[^}]*\})/g)].map(([, labels = '']) => {
        const label = (name: string) => new RegExp(`"${name}":"([^"]*)"`).exec(labels)?.[1] ?? '';
        return `${label('alertname')} ${label('node')}`;
      });
      return [...new Set(names)].toSorted();
    };
    // A counter's series begins at the first guest, and `increase` sees only what is counted after the first scrape.
    await signalOnly(bad, 'first', 'my-first-room');
    await expect
      .poll(() => answerOf('livekit_participant_join_total{state="rtc_connected",node="127.0.0.2"}'))
      .toContain('"1"]');
    await expect.poll(() => answerOf('count(up{job=~"first-room-.*"} == 1)')).toContain('"4"]');

    // The good VM: four guests find the room full, and two requests have wrong credentials.
    for (let count = 0; count < 4; count += 1)
      await signalOnly(good, `late-${String(count)}`, 'my-first-room');
    const stranger = await signalOnly(good, 'stranger', 'my-first-room', 'x'.repeat(43));
    expect(stranger.readyState).toBeGreaterThan(1);
    await tokenStatus(good, { Authorization: 'Bearer wrong' });

    // The bad VM: no media, a token handler with other keys than LiveKit, guessed room keys, no Redis, hardly any file descriptors left.
    for (let count = 0; count < 6; count += 1) await signalOnly(bad, `cut-${String(count)}`, 'my-first-room');
    for (let count = 0; count < 5; count += 1) {
      expect(await tokenStatus(bad, { Authorization: `Bearer ${roomKey}` })).toBe(500);
    }
    // One address may try five wrong keys a minute.
    for (let address = 1; address <= 12; address += 1)
      await tryWrongKeys(bad, `198.51.100.${String(address)}`, 5);
    process.kill(redis.pid ?? 0, 'SIGKILL');
    const files = await readdir(`/proc/${String(bad.livekit.pid)}/fd`);
    const limit = String(Math.floor(files.length * 1.15));
    expect(run('prlimit', ['--pid', String(bad.livekit.pid), `--nofile=${limit}:${limit}`]).status).toBe(0);
    await expect
      .poll(fired)
      .toEqual(
        expect.arrayContaining([
          'BandwidthNearLimit 127.0.0.1',
          'FilesRunOut 127.0.0.2',
          'GuestsGetNoMedia 127.0.0.2',
          'LivekitBusy 127.0.0.1',
          'LivekitDoesNotTellTokenHandler 127.0.0.2',
          'NodeWithoutRedis 127.0.0.2',
          'TokenHandlerFails ',
          'WrongRoomKeys ',
        ]),
      );

    for (let count = 0; count < 3; count += 1) {
      await bad.restartTokenHandler();
      const metrics = `http://127.0.0.2:${bad.ports.tokenMetrics}`;
      await expect
        .poll(() =>
          ask(metrics, '/metrics').then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200);
      // Two scrapes see each start.
      await wait(2000);
    }
    await expect
      .poll(fired)
      .toEqual(expect.arrayContaining(['LoadIsUneven 127.0.0.1', 'PartKeepsRestarting 127.0.0.2']));
    process.kill(bad.livekit.pid ?? 0, 'SIGKILL');
    await expect.poll(fired).toContain('PartDown 127.0.0.2');
    // By now the rules have looked at the good VM for longer than any of them waits. Its load exceeds the lowered thresholds.
    const silent = (await fired()).filter((alert) => alert.endsWith(' 127.0.0.1'));
    expect(
      silent.filter((alert) => !/^(?:BandwidthNearLimit|LivekitBusy|LoadIsUneven) /.test(alert)),
    ).toEqual([]);
    expect(await fired()).not.toContain('BandwidthNearLimit 127.0.0.2');

    await losePackets(network, 15);
    await expect.poll(fired).toContain('GuestsLosePackets 127.0.0.1');

    for (const told of [inbox.mails, inbox.hooks]) {
      await expect.poll(() => told.join()).toContain('GuestsGetNoMedia');
      expect(told.join()).toContain('no media connection is made with 127.0.0.2');
      expect(told.join()).toContain('the doctor says which port is shut');
    }
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    inbox.close();
  }
});
