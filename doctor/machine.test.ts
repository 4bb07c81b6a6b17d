import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine } from './testing/examine.ts';
import { canHaveNetwork, examineInside } from './testing/ownNetwork.ts';

/**
 * Tests the doctor's examination on the server itself, with a real LiveKit in the configuration of deploy/, a real
 * token handler and real iptables rules.
 */

const hasNetworks = canHaveNetwork('iptables -A INPUT -j ACCEPT && iptables-save');
if (!hasNetworks) {
  console.warn(
    '4 tests skipped: a server needs unshare, veth and iptables, and this machine forbids or lacks them',
  );
}

const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('1 test skipped: a server is looked at on Linux only');

/** Firewall rules as in Oracle's image of Ubuntu. */
const begin = [
  'iptables -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT',
  'iptables -A INPUT -i lo -j ACCEPT',
];
const reject = 'iptables -A INPUT -j REJECT --reject-with icmp-host-prohibited';
const open = [
  'iptables -A INPUT -p udp --dport 7882 -j ACCEPT',
  'iptables -A INPUT -p tcp --dport 7881 -j ACCEPT',
];

const good = [...begin, ...open, reject].join(' && ');
const publicIp = '198.51.100.7';
const startMs = 120_000;

test.skipIf(!hasNetworks)('a server set up by deploy/ has no fault', { timeout: startMs }, async () => {
  const { wrong, of, status, text } = await examineInside(good, 'onServer.ts', [publicIp]);
  expect(wrong).toEqual([]);
  expect(status).toBe(0);
  expect(of('listens').map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'fine'));
  expect(of('firewall').map(({ step, state }) => `${step}: ${state}`)).toEqual([
    'firewall: 7882/udp: fine',
    'firewall: 7881/tcp: fine',
  ]);
  expect(of('key and secret')).toMatchObject([{ seen: 'LiveKit accepts a token of the handler' }]);
  expect(of('node_ip')).toMatchObject([{ state: 'fine', seen: publicIp }]);
  // The doctor reports that LiveKit's configuration lacks the section `webhook`: LiveKit's systemd unit adds it, but
  // this test starts LiveKit without the unit.
  expect(of('told who joins')).toMatchObject([{ state: 'look' }]);
  expect(text).not.toMatch(/eyJ|a-secret-that/);
});

test.skipIf(!hasNetworks)(
  'rules behind the REJECT are reported as never reached, for each port',
  { timeout: startMs },
  async () => {
    const { wrong, of } = await examineInside([...begin, reject, ...open].join(' && '), 'onServer.ts', [
      publicIp,
    ]);
    expect(wrong).toEqual(['firewall: 7882/udp', 'firewall: 7881/tcp']);
    for (const { seen } of of('firewall')) expect(seen).toContain('never reached');
  },
);

test.skipIf(!hasNetworks)(
  "a handler with another secret and the example's address are both reported",
  { timeout: startMs },
  async () => {
    const { wrong, of } = await examineInside(good, 'onServer.ts', [
      '203.0.113.10',
      'another-secret-of-the-same-length-xx',
    ]);
    expect(wrong).toEqual(['key and secret', 'node_ip']);
    expect(of('key and secret')).toMatchObject([
      { seen: expect.stringContaining("the token handler's secret is not the one that LiveKit has") },
    ]);
  },
);

test.skipIf(!hasNetworks)(
  'a server on which nothing runs is reported part by part',
  { timeout: startMs },
  async () => {
    const { wrong, of } = await examineInside(good, 'onServer.ts', [publicIp, '', 'stopped']);
    expect(wrong).toEqual(['listens: LiveKit', 'listens: token handler', 'listens: web server']);
    expect(of('key and secret')).toMatchObject([{ state: 'not tried' }]);
  },
);

test.skipIf(!isLinux)('missing and malformed configuration files are reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-config-'));
  const config = join(folder, 'livekit.yaml');
  await writeFile(config, 'rtc: [');
  const { wrong, of, status } = await examine([
    '--vm',
    '--livekit-config',
    config,
    '--token-env',
    join(folder, 'token.env'),
  ]);
  await rm(folder, { recursive: true });
  expect(status).toBe(1);
  expect(wrong).toEqual(["LiveKit's configuration", "handler's environment"]);
  expect(of("LiveKit's configuration")).toMatchObject([{ seen: expect.stringContaining('is not YAML') }]);
  expect(of("handler's environment")).toMatchObject([{ seen: expect.stringContaining('does not exist') }]);
});
