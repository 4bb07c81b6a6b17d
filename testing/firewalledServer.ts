import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openGuestNetwork, type GuestNetwork } from './guestNetwork.ts';
import { inNetworkOf, writeChromium } from './inNetwork.ts';
import { findNft } from './nft.ts';

/**
 * The test server's address, which is reserved for documentation (RFC 5737). Browsers treat it as a public one, and no
 * packet to it leaves this machine.
 */
const address = '203.0.113.5';

/**
 * Shell commands that give a network namespace this address and a firewall that accepts everything. The namespace has
 * no route to the outside.
 */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  // Turns automatic IPv6 addresses off: they would appear a moment later, and Chromium would take them for a network
  // change.
  'ip link set eth0 addrgenmode none',
  'ip link set peer0 addrgenmode none',
  `ip addr add ${address}/24 dev eth0`,
  'ip link set eth0 up',
  'ip link set peer0 up',
  // Adds a default route, because Chromium counts as offline without one.
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
  /** Address of the room's page: `https://203.0.113.5:3443/` */
  url: string;
  /** Path of a program that starts Chromium in the server's network namespace. */
  chromium: string;
  /**
   * From now on the firewall drops incoming packets that match these `nft` expressions (`udp dport 7882`), and accepts
   * all others.
   */
  drop: (...matches: string[]) => void;
  /** Restarts LiveKit with these settings merged into its configuration. */
  restartLivekit: (more: object) => Promise<void>;
  /** Creates a network namespace for one guest and connects it to the server's. */
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

  // The spawned process is the program in the namespace, because `unshare` and `sh` replace themselves by it (exec). So
  // this process id leads to the namespace.
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
