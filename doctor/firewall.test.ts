import { expect, test } from 'vitest';
import { linesToOpen } from '../common/openPort.ts';
import type { Examination } from './testing/examine.ts';
import { canHaveNetwork, examineInside, ownAddress } from './testing/ownNetwork.ts';

/** These tests close real ports: LiveKit and the doctor run in a network namespace with nft rules. */

const hasNetworks = canHaveNetwork('nft list ruleset');
if (!hasNetworks) {
  console.warn(
    '4 tests skipped: closed ports need unshare, veth and nft, and this machine forbids or lacks them',
  );
}

/**
 * Runs the doctor on a server whose firewall has one rule.
 *
 * @param rule an nft rule, such as `udp dport 7882 drop`
 * @param before shell command that runs first
 */
function examineBehind(rule: string, before = 'true'): Promise<Examination> {
  const firewall = [
    before,
    'nft add table inet closed',
    "nft 'add chain inet closed input { type filter hook input priority 0; }'",
    `nft add rule inet closed input ${rule}`,
  ].join(' && ');
  return examineInside(firewall, 'behindFirewall.ts', [ownAddress, '--json']);
}

/** Shell command that listens on the port of LiveKit's metrics, at the address at which guests reach LiveKit. */
const metrics = `{ "${process.execPath}" -e 'require("net").createServer().listen(6789, "${ownAddress}")' & }`;

const startMs = 120_000;

test.skipIf(!hasNetworks)('a network with both ports open has no fault', { timeout: startMs }, async () => {
  const { wrong, status } = await examineBehind('udp dport 7883 drop');
  expect(wrong).toEqual([]);
  expect(status).toBe(0);
});

test.skipIf(!hasNetworks)(
  'a closed 7882/udp is reported with the lines that open it, and TCP is fine',
  { timeout: startMs },
  async () => {
    const { wrong, of, status } = await examineBehind('udp dport 7882 drop');
    expect(status).toBe(1);
    expect(wrong).toEqual(['media over UDP']);
    const { oci, oracleLinux, ubuntu } = linesToOpen({ protocol: 'udp', port: 7882 });
    expect(of('media over UDP')).toMatchObject([
      {
        seen: `${ownAddress}:7882 does not answer: a firewall drops what is sent there`,
        cure: {
          lines: expect.arrayContaining([`OCI: ${oci}`, `Oracle Linux: ${oracleLinux}`, `Ubuntu: ${ubuntu}`]),
        },
      },
    ]);
    expect(of('media over TCP')).toMatchObject([
      { state: 'fine', seen: expect.stringContaining(`${ownAddress}:7881 answers in`) },
    ]);
  },
);

test.skipIf(!hasNetworks)(
  'a closed 7881/tcp is reported, and UDP is fine',
  { timeout: startMs },
  async () => {
    const { wrong, of } = await examineBehind('tcp dport 7881 drop', metrics);
    // The doctor finds the open port of the metrics although the room's domain name leads elsewhere: LiveKit announces
    // the address.
    expect(wrong).toEqual(['media over TCP', 'inner ports']);
    expect(of('inner ports').at(-1)?.seen).toBe(`open to strangers: ${ownAddress}:6789 (LiveKit's metrics)`);
    expect(of('media over UDP')).toMatchObject([{ state: 'fine' }]);
    expect(JSON.stringify(of('media over TCP'))).toContain('--add-port=7881/tcp');
  },
);

test.skipIf(!hasNetworks)(
  'a REJECT, as on Ubuntu, and a DROP are reported differently, for both ports',
  { timeout: startMs },
  async () => {
    const { wrong, of } = await examineBehind(
      'meta l4proto { tcp, udp } th dport { 7881, 7882 } reject with icmp type host-prohibited',
    );
    expect(wrong).toEqual(['media over UDP', 'media over TCP']);
    for (const { seen } of of('media over')) {
      expect(seen).toMatch(/is rejected \(EHOSTUNREACH\): the system's firewall rejects it$/);
    }
  },
);
