import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { AccessToken } from 'livekit-server-sdk';
import type { BrowserContextOptions } from 'playwright/test';
import { WebSocket } from 'ws';
import { losePackets, openNetwork } from '../../testing/faults.ts';
import { inRoom } from '../../testing/inRoom.ts';
import { expectMovingVideo } from '../../testing/observe.ts';
import { startChild, type Child } from '../../local/child.ts';
import { findFreePorts } from '../../local/ports.ts';
import { ask } from './ask.ts';
import { alertmanager, amtool, prometheus, promtoolPath } from './toolCache.ts';
import { listening } from './cluster/clusterTest.ts';
import { program, run } from './programs.ts';
import { rewrite, shipped, type Changes } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';
import type { Vm } from './vm.ts';
import { installRelease, installSettings } from './vmFolder.ts';

/**
 * The test divides all durations in the shipped rules and in Alertmanager's configuration by this number: minutes
 * become seconds. Prometheus scrapes once a second. LiveKit's own durations stay as shipped.
 */
const faster = 60;

/**
 * Lowers the thresholds of three alerts about load, so that a call of two exceeds them. All other thresholds are the
 * shipped ones.
 */
const smallerLoads: Changes = {
  '[15000ms]) > 1)': '[15000ms]) > 0.01)',
  '[5000ms]) > 1.5': '[5000ms]) > 0.01',
  '> 80e6': '> 2e3',
  // Widens the window in which the alert PartKeepsRestarting counts restarts: on a busy machine each start takes
  // seconds, so three of them may take longer than the shortened window.
  '[15000ms]) > 2': '[40s]) > 2',
  // Shortens the wait of the alert LoadIsUneven: the shipped half hour, divided by `faster`, would still be 30 s.
  'for: 30000ms': 'for: 5000ms',
};

/** Names of the alerts that have smaller thresholds in this test. */
const loads = ['BandwidthNearLimit', 'LivekitBusy', 'LoadIsUneven'];

const oncePerSecond: Changes = {
  'scrape_interval: 250ms': 'scrape_interval: 1s',
  'evaluation_interval: 500ms': 'evaluation_interval: 1s',
};

const milliseconds = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** Shortens the durations in a text: `15m` becomes `15000ms`. */
function quicken(text: string): string {
  return text.replace(
    /(?<=[:[] ?)(\d+)([smh])(?=[\]\s]|$)/gm,
    (_whole, count: string, unit: string) =>
      `${String((Number(count) * (milliseconds.get(unit) ?? 0)) / faster)}ms`,
  );
}

async function place(folder: string, name: string, changes: Changes = {}): Promise<string> {
  const path = join(folder, name);
  const text = await readFile(join(shipped, 'metrics', name), 'utf8');
  await writeFile(path, rewrite(quicken(text), changes, name));
  return path;
}

/**
 * Writes the load alerts a second time, with the shipped thresholds and under names that begin with `Shipped`, to show
 * that these do not fire. Returns the file's name.
 */
async function placeShippedLoads(folder: string): Promise<string> {
  const text = quicken(await readFile(join(shipped, 'metrics', 'alerts.yml'), 'utf8'));
  const [head = '', ...rules] = text.split(/(?=^ +- alert: )/m);
  const kept = rules.filter((rule) => loads.some((name) => rule.includes(`- alert: ${name}\n`)));
  expect(kept).toHaveLength(loads.length);
  await writeFile(
    join(folder, 'shipped.yml'),
    [head, ...kept.map((rule) => rule.replace('- alert: ', '- alert: Shipped'))].join(''),
  );
  return 'shipped.yml';
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Code that the token handler loads before its own, and that makes signing a token throw. Only calls of createHmac
 * whose key is an object throw, as those for signing a token. Calls whose key is a text, with which the handler derives
 * other keys at its start, still work.
 */
const brokenCryptography = [
  "import crypto from 'node:crypto';",
  "import { syncBuiltinESMExports } from 'node:module';",
  'const { createHmac } = crypto;',
  "crypto.createHmac = (hash, key) => { if (typeof key === 'object') throw new Error('no cryptography'); return createHmac(hash, key); };",
  'syncBuiltinESMExports();',
].join('');

const roomKey = 'blue-kettle-forty9-lamp';

/** Starts a mail server that accepts every message, and a receiver of web hooks. Both keep what they receive. */
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
        // Decodes the received mail, which is quoted-printable.
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

/**
 * Joins as a guest whose media ports are closed: with signalling but without media. If LiveKit refuses the join, the
 * returned socket is closed.
 */
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

/** Sends wrong room keys to the token handler from this address, as many as one address may try in a minute. */
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

/** Returns the series (`name{label="value"}`) among the metrics that LiveKit or the token handler prints. */
function seriesOf(scrape: string) {
  return scrape.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * Labels that need not occur in the printed metrics: those that Prometheus adds, and those of which a test does not see
 * all values, such as statuses.
 */
const notScraped = new Set(['job', 'instance', 'status']);

/** Returns the metrics that an expression of Prometheus uses, each with the labels for which it requires a value. */
function asked(expression: string) {
  return [...expression.matchAll(/\b((?:livekit|first_room|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', labels = '']) => ({
      name,
      labels: [...labels.matchAll(/(\w+)="([^"]*)"/g)]
        .filter(([, label = '']) => !notScraped.has(label))
        .map(([pair]) => pair),
    }),
  );
}

async function expressions(): Promise<string[]> {
  const dashboard: unknown = JSON.parse(await readFile(join(shipped, 'metrics', 'dashboard.json'), 'utf8'));
  const found: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('expr' in value && typeof value.expr === 'string') found.push(value.expr);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(dashboard);
  const rules = await readFile(join(shipped, 'metrics', 'alerts.yml'), 'utf8');
  // Matches each expression in the rules, with the lines that continue it.
  for (const [, first = '', more = ''] of rules.matchAll(/^ +expr: (.*)\n((?: {10}.*\n)*)/gm))
    found.push(first + more);
  return found;
}

/** Returns the metrics that the dashboard and the alerts use, but that none of these VMs prints. */
async function missingSeries(vms: readonly Vm[]): Promise<unknown[]> {
  const pages = vms.flatMap(({ ports }, index) => {
    const address = `http://127.0.0.${String(index + 1)}`;
    return [`${address}:${ports.metrics}`, `${address}:${ports.tokenMetrics}`];
  });
  const scrapes = await Promise.all(pages.map((page) => ask(page, '/metrics')));
  const series = scrapes.flatMap(({ body }) => seriesOf(body));
  const wanted = (await expressions()).flatMap(asked);
  expect(wanted.length).toBeGreaterThan(30);
  return wanted.filter(
    ({ name, labels }) =>
      !series.some(
        (line) => /^\w+/.exec(line)?.[0] === name && labels.every((label) => line.includes(label)),
      ),
  );
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
  const start = (name: string, command: string, args: readonly string[]): Child => {
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

  // Starts two VMs, a healthy one and one with faults. Prometheus tells them apart by their addresses, 127.0.0.1 and
  // 127.0.0.2.
  const [good, bad] = await Promise.all([
    openVm({ tokenSettings: { MAX_PARTICIPANTS: '2', RATE_LIMIT_PER_MINUTE: '10000' } }),
    openVm({
      livekitChanges: { 'bind_addresses: [127.0.0.1]': 'bind_addresses: [127.0.0.1, 127.0.0.2]' },
      tokenSettings: {
        METRICS_HOST: '127.0.0.2',
        ROOM_KEY: roomKey,
        RATE_LIMIT_PER_MINUTE: '10000',
        REDIS_URL: `redis://127.0.0.1:${String(redisPort)}`,
        // Two faults: with this wrong secret LiveKit refuses the token handler's requests, and with the loaded code
        // signing a token throws.
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
    // Prometheus does not probe the page in this test; certificateAlert.spec.ts tests that.
    '  - job_name: page\n    scrape_interval: 1000ms': '  - job_name: page\n    scrape_interval: 1h',
    '127.0.0.1:9093': `127.0.0.1:${String(alertmanagerPort)}`,
    '  - alerts.yml': `  - alerts.yml\n  - ${await placeShippedLoads(folder)}`,
    ...oncePerSecond,
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
    const open = async (name: string, options: BrowserContextOptions = {}) => {
      const viewport = { width: 480, height: 480 };
      const context = await browser.newContext({ ...contextOptions, viewport, ...options });
      const page = await context.newPage();
      const network = await openNetwork(page);
      await page.goto(`${origin}/?name=${name}`);
      await page.getByRole('button', { name: 'Join' }).click();
      await inRoom(page);
      return { page, network };
    };
    const { network } = await open('Aiko');
    const { page: ben } = await open('Ben', listening(origin));
    await expectMovingVideo(ben, 'Aiko');

    const teller = alertmanager(
      `--config.file=${routes}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${String(alertmanagerPort)}`,
      '--cluster.listen-address=',
    );
    start('alertmanager', teller.command, teller.args);
    start('prometheus', prometheus(), [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${String(prometheusPort)}`,
    ]);
    const prometheusUrl = `http://127.0.0.1:${String(prometheusPort)}`;
    /** Returns Prometheus' answer to an expression, as JSON; an empty text while Prometheus starts. */
    const answerOf = (expression: string): Promise<string> =>
      ask(prometheusUrl, `/api/v1/query?query=${encodeURIComponent(expression)}`).then(
        ({ body }) => body,
        () => '',
      );
    /**
     * Returns the alerts that have fired since Prometheus started, with their labels: `PartDown first-room-token
     * 127.0.0.2`.
     */
    const fired = async (): Promise<string[]> => {
      const body = await answerOf('max_over_time(ALERTS{alertstate="firing"}[10m])');
      const names = [...body.matchAll(/"metric":(\{[^}]*\})/g)].map(([, labels = '']) => {
        const label = (name: string) => new RegExp(`"${name}":"([^"]*)"`).exec(labels)?.[1] ?? '';
        return [label('alertname'), label('job'), label('node')].filter(Boolean).join(' ');
      });
      return [...new Set(names)].toSorted();
    };
    // Lets one guest join on each VM before the test makes the faults that the alerts are to report: a counter has no
    // series before its first event, and Prometheus' `increase` counts only what happens after the first scrape of a
    // series.
    await signalOnly(bad, 'first', 'my-first-room');
    await signalOnly(good, 'late', 'my-first-room');
    await expect
      .poll(() => answerOf('livekit_participant_join_total{state="rtc_connected",node="127.0.0.2"}'))
      .toContain('"1"]');
    await expect
      .poll(() => answerOf('livekit_participant_join_total{state="rtc_failure",node="127.0.0.1"}'))
      .toContain('"3"]');
    await expect.poll(() => answerOf('count(up{job=~"first-room-.*"} == 1)')).toContain('"4"]');

    // Waits until Prometheus has scraped the packet counter twice, because `rate` needs two values.
    await expect
      .poll(() => answerOf('rate(livekit_packet_total{transmission="initial",node="127.0.0.1"}[10s])'))
      .toContain('"value"');
    expect(await answerOf('ALERTS{alertname="GuestsLosePackets"}')).toContain('"result":[]');

    // Makes harmless events on the healthy VM: a guest's network loses packets, four guests find the room full, and two
    // requests have wrong credentials.
    await losePackets(network, 30);
    for (let count = 0; count < 4; count += 1) {
      const late = await signalOnly(good, `late-${String(count)}`, 'my-first-room');
      expect(late.readyState).toBeGreaterThan(1);
    }
    const stranger = await signalOnly(good, 'stranger', 'my-first-room', 'x'.repeat(43));
    expect(stranger.readyState).toBeGreaterThan(1);
    await tokenStatus(good, { Authorization: 'Bearer wrong' });

    // Makes faults on the other VM: it has no media, its token handler has other keys than LiveKit, somebody guesses
    // room keys, Redis is missing, and hardly any file descriptors are left.
    for (let count = 0; count < 6; count += 1) await signalOnly(bad, `cut-${String(count)}`, 'my-first-room');
    for (let count = 0; count < 5; count += 1) {
      expect(await tokenStatus(bad, { Authorization: `Bearer ${roomKey}` })).toBe(500);
    }
    // Sends the wrong keys from twelve addresses, because one address may try only five a minute.
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
          'FilesRunOut first-room-livekit 127.0.0.2',
          'GuestsGetNoMedia 127.0.0.2',
          'GuestsLosePackets 127.0.0.1',
          'LivekitBusy first-room-livekit 127.0.0.1',
          'LivekitDoesNotTellTokenHandler first-room-token 127.0.0.2',
          'LoadIsUneven first-room-livekit 127.0.0.1',
          'NodeWithoutRedis first-room-token 127.0.0.2',
          'TokenHandlerFails',
          'WrongRoomKeys',
        ]),
      );
    await test.step('every metric in the dashboard and the alerts is exposed by LiveKit or the token handler', () =>
      expect.poll(() => missingSeries([good, bad])).toEqual([]));

    const startOf = async () => {
      const answer = await answerOf('process_start_time_seconds{job="first-room-token",node="127.0.0.2"}');
      return Number(/"([\d.e+]+)"\]/.exec(answer)?.[1] ?? 0);
    };
    for (let count = 0; count < 3; count += 1) {
      const before = await startOf();
      // Waits for the next second before the token handler is restarted, because its metric of the start time has whole
      // seconds: two starts within one second would look like one.
      await expect.poll(() => Date.now() / 1000).toBeGreaterThan(before + 1);
      await bad.restartTokenHandler();
      await expect.poll(startOf).toBeGreaterThan(before);
    }
    await expect.poll(fired).toContain('PartKeepsRestarting first-room-token 127.0.0.2');
    process.kill(bad.livekit.pid ?? 0, 'SIGKILL');
    await expect.poll(fired).toContain('PartDown first-room-livekit 127.0.0.2');
    // By now every alert has had enough time to fire for the healthy VM (127.0.0.1), which has counted events that look
    // like faults. Only the alerts about its load and about lost packets have fired.
    expect(await answerOf('livekit_participant_join_total{state="rtc_failure",node="127.0.0.1"}')).toContain(
      '"15"]',
    );
    expect((await fired()).filter((alert) => alert.endsWith(' 127.0.0.1'))).toEqual([
      'BandwidthNearLimit 127.0.0.1',
      'GuestsLosePackets 127.0.0.1',
      'LivekitBusy first-room-livekit 127.0.0.1',
      'LoadIsUneven first-room-livekit 127.0.0.1',
    ]);
    expect(await fired()).not.toContain('BandwidthNearLimit 127.0.0.2');
    // With the shipped thresholds a call of two makes no load alert fire. None of these alerts is even pending.
    const { body: rules } = await ask(prometheusUrl, '/api/v1/rules');
    const evaluated = rules.split('"name":').filter((rule) => /^"Shipped.*"health":"ok"/s.test(rule));
    expect(evaluated, rules).toHaveLength(loads.length);
    expect(await answerOf('max_over_time(ALERTS{alertname=~"Shipped.*"}[10m])')).toContain('"result":[]');

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

/**
 * A script for a network namespace with LiveKit, Prometheus, and a network device that sends 8 kbit a second and drops
 * the rest. The script prints the state of the alert VmDropsPackets before and after it sends more than that. Any
 * program may send the packets, because LiveKit reads the kernel's counters of all devices.
 */
const droppingNetwork = `
set -eu
prometheus=$1 promtool=$2 livekit=$3
ip link set lo up
ip link add out type veth peer name far
ip address add 10.9.0.1/24 dev out
ip link set out up
ip link set far up
ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:02 dev out
tc qdisc replace dev out root tbf rate 8kbit burst 2000 limit 2000
"$livekit" --config etc/first-room/livekit.yaml --key-file run/credentials/livekit-keys.yaml >livekit.log 2>&1 &
"$prometheus" --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:9090 >prometheus.log 2>&1 &
answer() { "$promtool" query instant http://127.0.0.1:9090 "$1" 2>&1; }
until answer 'count_over_time(livekit_node_packet_total{type="dropped"}[1m]) >= 6' | grep -q '=>'; do sleep 0.3; done
echo "before: $(answer 'ALERTS{alertname="VmDropsPackets"}')"
(while :; do for _ in {1..20}; do echo lost >/dev/udp/10.9.0.2/9; done; sleep 0.1; done) &
until answer 'ALERTS{alertname="VmDropsPackets"}' | grep firing; do sleep 0.3; done
`;

test('the alert VmDropsPackets fires after the kernel drops packets, and not before', async ({}, testInfo) => {
  const folder = testInfo.outputPath('dropping');
  const ports = {
    nginx: '8080',
    plain: '80',
    token: '5000',
    livekit: '7880',
    metrics: '6789',
    tokenMetrics: '5001',
    mediaTcp: '7881',
    mediaUdp: '7882',
  };
  await installRelease(folder);
  await installSettings(folder, ports);
  await place(folder, 'alerts.yml');
  await place(folder, 'prometheus.yml', oncePerSecond);
  const tools = [prometheus(), promtoolPath(), join(folder, 'opt/first-room/current/bin/livekit-server')];
  const alone = ['--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const script = `cd "$0"\n${droppingNetwork}`;
  const { output } = run('unshare', [...alone, 'bash', '-c', script, folder, ...tools], {
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  expect(output).toMatch(
    /^before: \nALERTS\{alertname="VmDropsPackets", alertstate="firing", .*node="127\.0\.0\.1"/,
  );
});
