import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openGuestNetwork, type GuestNetwork } from './guestNetwork.ts';
import { inNetworkOf, writeChromium } from './inNetwork.ts';
import { findNft } from './nft.ts';

/** An address for documentation (RFC 5737): a public one, as far as browsers can tell, that reaches nobody. */
const address = '203.0.113.5';

/** A computer with this address, a firewall that lets everything in, and no way out of it. */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  // Addresses of IPv6 come a moment later: to Chromium that is a change of the network.
  'ip link set eth0 addrgenmode none',
  'ip link set peer0 addrgenmode none',
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
  if (nft === undefined) return 'no nft on PATH';
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
  /** LiveKit is started anew with more of a configuration. */
  restartLivekit: (more: object) => Promise<void>;
  /** A network for one guest, with a cable to the room's. */
  openGuestNetwork: () => Promise<GuestNetwork>;
  close: () => Promise<void>;
}

export async function openWalledRoom(): Promise<WalledRoom> {
  const nft = findNft() ?? 'nft';
  const program = join(import.meta.dirname, 'firewalledServerProgram.ts');
  const house = spawn(
    'unshare',
    ['-rn', 'sh', '-c', `${setUp} && exec "$0" "$@"`, process.execPath, '--import', 'tsx', program, address],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NFT: nft } },
  );
  const ended = once(house, 'exit');
  const said = createInterface({ input: house.stdout });
  const [url] = await Promise.race([
    once(said, 'line'),
    ended.then(() => Promise.reject(new Error('The room in its own network ended before it was open'))),
  ]);

  // `unshare` and `sh` have made way for the house: its process is the one that is in there.
  const inside = inNetworkOf(house.pid);
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
      house.stdin.write(`${JSON.stringify(more)}\n`);
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
      house.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
