import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium } from './chromium.ts';
import { findNft } from './nft.ts';

/** An address for documentation (RFC 5737): a public one, as far as browsers can tell, that reaches nobody. */
const address = '203.0.113.5';

/** A computer with this address, a firewall that lets everything in, and no way out of it. */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  `ip addr add ${address}/24 dev eth0`,
  'ip link set eth0 up',
  'ip link set peer0 up',
  // Without one, Chromium has no network to connect by.
  'ip route add default dev eth0',
  `"$NFT" add table inet wall`,
  `"$NFT" 'add chain inet wall input { type filter hook input priority 0; }'`,
].join(' && ');

/** Why this machine makes no network with a firewall; `undefined` when it does. */
export function whyNoNetwork(): string | undefined {
  const nft = findNft();
  if (nft === undefined) return 'nft is missing (Debian: apt-get install nftables)';
  const { status, error, stderr } = spawnSync('unshare', ['-rn', 'sh', '-c', setUp], {
    env: { ...process.env, NFT: nft },
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  return `this machine makes no network of its own (unshare -rn): ${error?.message ?? stderr.trim()}`;
}

/** A room behind a firewall, in a network of its own. */
export interface WalledRoom {
  /** `https://203.0.113.5:3443/` */
  url: string;
  /** A program that starts Chromium in that network. */
  chromium: string;
  /** What `nft` matches (`udp dport 7882`) is dropped from now on, and everything else let in. */
  drop: (...matches: string[]) => void;
  close: () => Promise<void>;
}

export async function openWalledRoom(): Promise<WalledRoom> {
  const nft = findNft() ?? 'nft';
  const program = join(import.meta.dirname, 'walledHouse.ts');
  const house = spawn(
    'unshare',
    ['-rn', 'sh', '-c', `${setUp} && exec "$0" "$@"`, process.execPath, '--import', 'tsx', program, address],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NFT: nft } },
  );
  const ended = once(house, 'exit');
  const [url] = await Promise.race([
    once(createInterface({ input: house.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('The room in its own network ended before it was open'))),
  ]);

  // `unshare` and `sh` have made way for the house: its process is the one that is in there.
  const enter = ['--target', String(house.pid), '--user', '--net', '--preserve-credentials'];
  const folder = await mkdtemp(join(tmpdir(), 'first-room-network-'));
  const chromium = join(folder, 'chromium');
  await writeFile(chromium, `#!/bin/sh\nexec nsenter ${enter.join(' ')} "${findChromium() ?? ''}" "$@"\n`);
  await chmod(chromium, 0o755);

  function run(...rule: string[]): void {
    const { status, stderr } = spawnSync('nsenter', [...enter, nft, ...rule], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`nft ${rule.join(' ')}: ${stderr}`);
  }

  return {
    url: String(url),
    chromium,
    drop(...matches) {
      run('flush', 'chain', 'inet', 'wall', 'input');
      for (const match of matches) run('add', 'rule', 'inet', 'wall', 'input', ...match.split(' '), 'drop');
    },
    async close() {
      house.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
