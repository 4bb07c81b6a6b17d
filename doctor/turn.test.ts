import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesToOpen } from '../common/openPort.ts';
import { findLivekit } from '../local/livekit/findLivekit.ts';
import { silentScreen } from '../local/screen.ts';
import type { Examination } from './testing/examine.ts';
import { canHaveNetwork, examineInside, ownAddress } from './testing/ownNetwork.ts';

/** Shell commands that replace the hosts file: the test's network has no name server, so only these names resolve. */
const withNames = (folder: string) =>
  `printf '127.0.0.1 localhost\\n${ownAddress} turn.example.com other.example.com\\n' > ${folder}/hosts && mount --bind ${folder}/hosts /etc/hosts`;

let folder = '';
let livekit = '';
let hasNetworks = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-room-turn-'));
  hasNetworks = canHaveNetwork(`${withNames(folder)} && nft list ruleset`);
  const found = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  livekit = found.ok ? found.value.path : '';
  const certificate = await generate([{ name: 'commonName', value: 'turn.example.com' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 60 * 24 * 60 * 60 * 1000),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'turn.example.com' }] }],
  });
  await writeFile(join(folder, 'turn.crt'), certificate.cert);
  await writeFile(join(folder, 'turn.key'), certificate.private);
});

afterAll(() => rm(folder, { recursive: true }));

const startMs = 120_000;

/**
 * Runs the doctor on a server with TURN, at these TURN URIs.
 *
 * @param trust whether this machine trusts the signer of LiveKit's certificate
 */
async function tryPlaces(trust: boolean, places: readonly string[], firewall = 'true') {
  const certificate = join(folder, 'turn.crt');
  const trusted = trust ? ` && export NODE_EXTRA_CA_CERTS=${certificate}` : '';
  const args = [livekit, ownAddress, certificate, join(folder, 'turn.key'), ...places];
  return examineInside(`${withNames(folder)}${trusted} && ${firewall}`, 'turnServer.ts', args);
}

const told = ({ of }: Examination) => of('TURN').map(({ state, seen }) => `${state}: ${seen}`);

test(
  'TURN over TLS and UDP is tried at the announced addresses, and each fault is reported with its cause',
  { timeout: startMs },
  async ({ skip }) => {
    skip(!hasNetworks, 'this machine makes no network of its own');
    const found = await tryPlaces(true, [
      'turns:other.example.com:443?transport=tcp',
      'turns:nowhere.example.com:443?transport=tcp',
      'turns:turn.example.com:5349?transport=tcp',
      'turns:turn.example.com:7881?transport=tcp',
    ]);
    expect(found.of('media over').map(({ state }) => state)).toEqual(['fine', 'fine']);
    expect(told(found)).toEqual([
      expect.stringMatching(/^fine: turns:turn\.example\.com:443\?transport=tcp answers in \d+ ms$/),
      'wrong: browsers refuse the certificate of other.example.com: it is for turn.example.com, not for other.example.com',
      'wrong: nowhere.example.com could not be looked up: no name server answers',
      expect.stringContaining('gives no TLS connection (ECONNREFUSED)'),
      expect.stringMatching(/turn\.example\.com:7881.* gives no TLS connection/),
      expect.stringMatching(/^fine: turn:192\.168\.77\.2:3478\?transport=udp answers in \d+ ms$/),
    ]);
  },
);

test(
  'an untrusted certificate is reported as the cause of failing TURN over TLS, a closed port as that of TURN over UDP, and a closed port range for media with the lines that open all of it',
  { timeout: startMs },
  async ({ skip }) => {
    skip(!hasNetworks, 'this machine makes no network of its own');
    const closed =
      "nft add table inet closed && nft 'add chain inet closed input { type filter hook input priority 0; }' && nft add rule inet closed input udp dport '{ 3478, 50000-60000 }' drop";
    const found = await tryPlaces(false, [], closed);
    expect(told(found)).toEqual([
      'wrong: browsers refuse the certificate of turn.example.com: it is self-signed, so every browser warns about it',
      `wrong: ${ownAddress}:3478 does not answer: a firewall drops what is sent there`,
    ]);
    const { oracleLinux } = linesToOpen({ protocol: 'udp', port: 50_000, to: 60_000 });
    expect(found.of('media over UDP')).toMatchObject([
      {
        seen: expect.stringMatching(/^192\.168\.77\.2:5\d{4} does not answer/),
        cure: { lines: expect.arrayContaining([`Oracle Linux: ${oracleLinux}`]) },
      },
    ]);
  },
);
