import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openGuestNetwork, type GuestNetwork } from './guestNetwork.ts';
import { inNetworkOf, writeChromium } from './inNetwork.ts';
import { findNft } from './nft.ts';

/** An address for documentation (RFC 5737). Browsers treat it as public, and it reaches nobody. */
const address = '203.0.113.5';

/** Sets up a network namespace with this address and a firewall that accepts everything. It has no route to the outside. */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  // IPv6 addresses appear a moment later, which Chromium takes for a network change.
  'ip link set eth0 addrgenmode none',
  'ip link set peer0 addrgenmode none',
  `ip addr add ${address}/24 dev eth0`,
  'ip link set eth0 up',
  'ip link set peer0 up',
  // Chromium is offline without a default route.
  'ip route add default dev eth0',
  `"$NFT" add table inet wall`,
  `"$NFT" 'add chain inet wall input { type filter hook input priority 0; }'`,
].join(' && ');

/** Says why this machine can't create a network namespace with a firewall; `undefined` when it can. */
export function whyNoNetwork(): string | undefined {
  const nft = findNft();
  if (nft === undefined) return 'no nft on PATH';
  const { status, error, stderr } = spawnSync('unshare', ['-rn', 'sh', '-c', setUp], {
    env: { ...process.env, NFT: nft },
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  return `this machine makes no network of its own (unshare -rn): ${error?.message ?? stderr.trim()}`;
}

/** A test server behind a firewall, in a network namespace. */
export interface FirewalledServer {
  /** `https://203.0.113.5:3443/` */
  url: string;
  /** A program that starts Chromium in that network. */
  chromium: string;
  /** Drops incoming packets that match these `nft` expressions (`udp dport 7882`) from now on, and accepts all others. */
  drop: (...matches: string[]) => void;
  /** Restarts LiveKit with this added to its configuration. */
  restartLivekit: (more: object) => Promise<void>;
  /** Creates a network namespace for one guest, connected to the server's. */
  openGuestNetwork: () => Promise<GuestNetwork>;
  close: () => Promise<void>;
}

export async function openFirewalledServer(): Promise<FirewalledServer> {
  const nft = findNft() ?? 'nft';
  const programFile = join(import.meta.dirname, 'firewalledServerProgram.ts');
  const program = spawn(
    'unshare',
    [
      '-rn',
      'sh',
      '-c',
      `${setUp} && exec "$0" "$@"`,
      process.execPath,
      '--import',
      'tsx',
      programFile,
      address,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NFT: nft } },
  );
  const ended = once(program, 'exit');
  const said = createInterface({ input: program.stdout });
  const [url] = await Promise.race([
    once(said, 'line'),
    ended.then(() => Promise.reject(new Error('The firewalled server ended before it was ready'))),
  ]);

  // `unshare` and `sh` call exec: the pid is that of the program in the namespace.
  const inside = inNetworkOf(program.pid);
  const folder = await mkdtemp(join(tmpdir(), 'first-room-network-'));
  const chromium = await writeChromium(join(folder, 'chromium'), inside);
  const guests: GuestNetwork[] = [];
  let count = 0;

  return {
    url: String(url),
    chromium,
    drop(...matches) {
      inside.run(nft, 'flush', 'chain', 'inet', 'wall', 'input');
      for (const match of matches) {
        inside.run(nft, 'add', 'rule', 'inet', 'wall', 'input', ...match.split(' '), 'drop');
      }
    },
    async restartLivekit(more) {
      const isUp = once(said, 'line');
      program.stdin.write(`${JSON.stringify(more)}\n`);
      await isUp;
    },
    async openGuestNetwork() {
      count += 1;
      const guest = await openGuestNetwork({ inside, address, nft, folder, number: count });
      guests.push(guest);
      return guest;
    },
    async close() {
      for (const guest of guests) await guest.close();
      program.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
