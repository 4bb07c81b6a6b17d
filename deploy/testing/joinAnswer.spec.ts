import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateParticipantMetadata } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { expect, test as base, type TestInfo } from 'playwright/test';
import { parse } from 'yaml';
import { openSignalling, type Signalling } from '../../doctor/join/openSignalling.ts';
import { startChild, type Child } from '../../local/child.ts';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { livekitConfig } from '../../local/livekit/livekitConfig.ts';
import { findFreePort } from '../../local/ports.ts';
import { silentScreen } from '../../local/screen.ts';
import { guideBlock } from './guide.ts';
import { livekitSettingsInPod } from './kubernetesRoom.ts';
import { renderLivekit } from './renderLivekit.ts';
import { installFile, shipped } from './rewrite.ts';

const keys = { apiKey: 'first-room', apiSecret: 's'.repeat(43) };

interface Ports {
  http: number;
  udp: number;
  tcp: number;
}

/** All of First Room's configurations of LiveKit, as objects. */
const configurations: Record<string, (testInfo: TestInfo, ports: Ports) => Promise<unknown>> = {
  'a VM': (testInfo) => readShipped(testInfo, 'livekit.yaml'),
  'a cluster': () =>
    Promise.resolve(readLivekit(renderLivekit(join(shipped, 'cluster/livekit.yaml'), '203.0.113.11'))),
  Kubernetes: async (testInfo) => {
    await mkdir(testInfo.outputPath(), { recursive: true });
    const inPod = await livekitSettingsInPod(testInfo.outputPath(), '203.0.113.12');
    // Replaces the section `turn`, in which the Helm chart passes on a setting that LiveKit does not know. TURN stays
    // off.
    return { ...Object(readLivekit(inPod)), turn: { enabled: false } };
  },
  'npm start': (_, { http, udp, tcp }) =>
    Promise.resolve(
      parse(livekitConfig({ port: http, udpPort: udp, tcpPort: tcp, mediaAddress: '127.0.0.1', keys })),
    ),
};

async function readShipped(testInfo: TestInfo, file: string): Promise<unknown> {
  const place = testInfo.outputPath('shipped.yaml');
  await installFile(file, place);
  return readLivekit(await readFile(place, 'utf8'));
}

/** Parses a configuration as LiveKit does: it reads 100_000_000 as a number, as in YAML 1.1. */
function readLivekit(text: string): unknown {
  return parse(text, { version: '1.1' });
}

interface Server {
  origin: string;
  /** Returns what LiveKit has logged so far. */
  log: () => string;
  stop: () => Promise<unknown>;
  joinAs: (identity: string) => Promise<Signalling>;
}

const test = base.extend<{ startWith: (name: string, changes?: object) => Promise<Server> }>({
  startWith: async ({}, use, testInfo) => {
    const children: Child[] = [];
    await use(async (name, changes = {}) => {
      const livekit = await findLivekit({
        environment: process.env,
        screen: silentScreen,
        signal: new AbortController().signal,
      });
      if (!livekit.ok) throw new Error('There is no LiveKit.');
      const ports = {
        http: await findFreePort('tcp', '127.0.0.1'),
        udp: await findFreePort('udp', '127.0.0.1'),
        tcp: await findFreePort('tcp', '0.0.0.0'),
      };
      const configured = await configurations[name]?.(testInfo, ports);
      if (typeof configured !== 'object' || configured === null || !('rtc' in configured))
        throw new Error('No settings');
      const rtc = { ...Object(configured.rtc), udp_port: ports.udp, tcp_port: ports.tcp };
      // Changes the settings so that this LiveKit runs alone and without Redis. All other settings are the shipped
      // ones.
      const settings = {
        ...configured,
        port: ports.http,
        bind_addresses: ['127.0.0.1'],
        keys: { [keys.apiKey]: keys.apiSecret },
        rtc,
        ...changes,
      };
      for (const key of ['redis', 'prometheus', 'prometheus_port', 'key_file', 'loadBalancerAnnotations']) {
        Reflect.deleteProperty(settings, key);
      }
      await mkdir(testInfo.outputPath(), { recursive: true });
      const file = testInfo.outputPath('livekit.yaml');
      await writeFile(file, JSON.stringify(settings));
      const lines: string[] = [];
      const child = startChild({
        name: 'livekit',
        command: livekit.value.path,
        args: ['--config', file],
        environment: { PATH: process.env['PATH'] },
        onLine: (line) => lines.push(line),
      });
      children.push(child);
      const origin = `http://127.0.0.1:${String(ports.http)}`;
      await expect
        .poll(() =>
          fetch(origin).then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200);
      return {
        origin,
        log: () => lines.join('\n'),
        stop: () => child.stop(),
        async joinAs(identity) {
          // Gives the token the claims of `lk token create --join --allow-update-metadata` (livekit-cli 2.18.3,
          // cmd/lk/token.go).
          const token = new AccessToken(keys.apiKey, keys.apiSecret, {
            identity,
            name: identity,
            ttl: '10m',
          });
          token.addGrant({ roomJoin: true, room: 'room', canUpdateOwnMetadata: true });
          const opened = await openSignalling(origin, await token.toJwt());
          if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
          return opened.value;
        },
      };
    });
    for (const child of children) await child.stop();
  },
});

for (const name of Object.keys(configurations)) {
  test(`${name}: guests' browsers get no STUN or TURN server except the room's own address`, async ({
    startWith,
  }) => {
    const { joinAs } = await startWith(name);
    const guest = await joinAs('guest');
    const urls = guest.join.iceServers.flatMap((server) => server.urls);
    expect(urls).toHaveLength(1);
    expect(urls[0]).toMatch(/^stun:(203\.0\.113\.\d+|127\.0\.0\.1):3478$/);
    guest.close();
  });
}

test('the guide’s `lk token create` makes a token that can join, publish, subscribe and raise a hand', async ({
  startWith,
}) => {
  const lines = await guideBlock('README.md', 'lk token create');
  expect(lines.at(-1)).toContain('--join --room my-first-room --identity recorder --allow-update-metadata');
  expect(await guideBlock('README.ja.md', 'lk token create')).toEqual(lines);
  const { joinAs } = await startWith('a VM');
  const recorder = await joinAs('recorder');
  expect(recorder.join.participant).toMatchObject({ identity: 'recorder', name: 'recorder' });
  expect(recorder.join.participant?.permission).toMatchObject({
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
    canUpdateMetadata: true,
  });
  recorder.close();
});

/**
 * Lets one guest send 500 kB of metadata, or 50 kB of attributes, ten times. Returns how many bytes of participant
 * updates another guest receives.
 */
async function floodedBytes({ joinAs }: Server, kind: 'metadata' | 'attributes'): Promise<number> {
  const [sender, receiver] = [await joinAs('sender'), await joinAs('receiver')];
  let bytes = 0;
  let answers = 0;
  let names = '';
  receiver.listen((message) => {
    if (message.case !== 'update') return;
    bytes += message.value.toBinary().length;
    names += message.value.participants.map((one) => one.name).join(' ');
  });
  sender.listen((message) => {
    if (message.case === 'requestResponse') answers += 1;
  });
  const flood = kind === 'metadata' ? 'x'.repeat(500_000) : '';
  for (let count = 0; count < 10; count += 1) {
    sender.send({
      case: 'updateMetadata',
      value: new UpdateParticipantMetadata({
        requestId: count + 1,
        metadata: flood && `${String(count)}${flood}`,
        attributes: kind === 'attributes' ? { a: `${String(count)}${'x'.repeat(50_000)}` } : {},
      }),
    });
  }
  sender.send({
    case: 'updateMetadata',
    value: new UpdateParticipantMetadata({ requestId: 11, name: 'x'.repeat(257) }),
  });
  sender.send({
    case: 'updateMetadata',
    value: new UpdateParticipantMetadata({ requestId: 12, name: 'the last one' }),
  });
  await expect.poll(() => names).toContain('the last one');
  await expect.poll(() => answers).toBeGreaterThan(0);
  expect(names).not.toContain('xxx');
  sender.close();
  receiver.close();
  return bytes;
}

for (const name of Object.keys(configurations)) {
  test(`${name}: 5 MB of metadata or 500 kB of attributes from one guest cost the others less than 5 kB, and identities and names are limited`, async ({
    startWith,
  }) => {
    const server = await startWith(name);
    (await server.joinAs('x'.repeat(64))).close();
    await expect(server.joinAs('x'.repeat(65))).rejects.toThrow('status');
    expect(await floodedBytes(server, 'metadata')).toBeLessThan(5000);
    expect(await floodedBytes(server, 'attributes')).toBeLessThan(5000);
  });
}

test("LiveKit's default limits let the same flood through, so the tests above can fail", async ({
  startWith,
}) => {
  const server = await startWith('a VM', { limit: {} });
  expect(await floodedBytes(server, 'metadata')).toBeGreaterThan(4_000_000);
});

/** Sends LiveKit requests whose token it refuses, ends it, and returns its log. */
async function logOfRefusal({ origin, log, stop }: Server) {
  const token = new AccessToken(keys.apiKey, 'another secret'.repeat(4), { identity: 'aiko', name: 'Aiko' });
  token.addGrant({ roomJoin: true, room: 'room' });
  const refused = await token.toJwt();
  for (const path of ['/rtc', '/rtc/validate', '/rtc/v1/validate']) {
    expect((await fetch(`${origin}${path}?access_token=${refused}`)).status).toBe(401);
  }
  await stop();
  return { refused, logged: log() };
}

for (const name of ['a VM', 'a cluster', 'Kubernetes']) {
  test(`${name}: LiveKit does not log refused tokens`, async ({ startWith }) => {
    const { logged } = await logOfRefusal(await startWith(name));
    expect(logged).not.toContain('eyJ');
  });
}

test('LiveKit logs a refused token at its default level, so the tests above can fail', async ({
  startWith,
}) => {
  const { refused, logged } = await logOfRefusal(await startWith('a VM', { logging: { level: 'info' } }));
  expect(logged).toContain(refused);
});
