import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inNetworkOf, writeChromium, type Inside } from './inNetwork.ts';

/**
 * A network namespace that stands for a guest's computer, with its own address and a veth cable to the server's
 * namespace.
 */
export interface GuestNetwork {
  /** Path of a program that starts Chromium in the guest's namespace. */
  chromium: string;
  /**
   * Drops media packets between guest and LiveKit in both directions from now on. Page, token request and signalling
   * still work.
   */
  cutMedia: () => void;
  mendMedia: () => void;
  /** Replaces the IP address of the guest's computer with another one, as a change from Wi-Fi to mobile data does. */
  changeAddress: () => void;
  close: () => Promise<void>;
}

interface Place {
  /** The server's network namespace, in which commands can run. */
  inside: Inside;
  /** The server's IP address. */
  address: string;
  nft: string;
  /** Folder for the program that starts Chromium. */
  folder: string;
  /** Number of the guest, from 1. Each guest has another one, which decides the guest's addresses. */
  number: number;
}

/** `nft` expressions that match media packets from LiveKit and to LiveKit. */
const media = {
  ofLivekit: ['udp sport 7882', 'tcp sport 7881'],
  toLivekit: ['udp dport 7882', 'tcp dport 7881'],
};

/**
 * Enables a network link without automatic IPv6 addresses: they would appear a moment later, and Chromium would take
 * them for a network change.
 */
function plugIn(inside: Inside, link: string): void {
  inside.run('ip', 'link', 'set', link, 'addrgenmode', 'none');
  inside.run('ip', 'link', 'set', link, 'up');
}

export async function openGuestNetwork({
  inside,
  address,
  nft,
  folder,
  number,
}: Place): Promise<GuestNetwork> {
  const [program = '', ...place] = inside.enter;
  const computer = spawn(program, [...place, 'unshare', '-n', 'sh', '-c', 'echo open && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(computer, 'exit');
  await Promise.race([
    once(computer.stdout, 'data'),
    ended.then(() => Promise.reject(new Error("The guest's network ended before it was open"))),
  ]);
  // The spawned process is in the guest's namespace: `nsenter`, `unshare` and `sh` replace themselves (exec) and keep
  // the process id.
  const guest = inNetworkOf(computer.pid);

  const cable = `guest${String(number)}`;
  /** Returns one of the sixteen addresses that this guest has in the server's network (RFC 5737). */
  const addressOf = (host: number) => `203.0.113.${String(number * 16 + host)}`;
  inside.run(
    'ip',
    'link',
    'add',
    cable,
    'type',
    'veth',
    'peer',
    'name',
    'eth0',
    'netns',
    String(computer.pid),
  );
  plugIn(inside, cable);
  plugIn(guest, 'eth0');
  inside.run('ip', 'route', 'add', `${addressOf(0)}/28`, 'dev', cable, 'src', address);
  guest.run('ip', 'link', 'set', 'lo', 'up');
  let host = 1;
  takeAddress();

  function takeAddress(): void {
    guest.run('ip', 'address', 'add', `${addressOf(host)}/24`, 'dev', 'eth0');
    // Adds a default route, because Chromium counts as offline without one.
    guest.run('ip', 'route', 'add', 'default', 'dev', 'eth0');
  }

  // Each side drops the packets that arrive. If the firewall dropped packets on their way out, sending would fail at
  // once, and Chromium would notice the fault.
  const ends = [
    { end: inside, lost: media.toLivekit.map((match) => `iifname ${cable} ${match}`) },
    { end: guest, lost: media.ofLivekit },
  ] as const;
  for (const { end } of ends) {
    end.run(
      nft,
      `add table inet ${cable}; add chain inet ${cable} input { type filter hook input priority 0; }`,
    );
  }

  return {
    chromium: await writeChromium(join(folder, `chromium-${cable}`), guest),
    cutMedia() {
      for (const { end, lost } of ends) {
        for (const match of lost) end.run(nft, `add rule inet ${cable} input ${match} drop`);
      }
    },
    mendMedia() {
      for (const { end } of ends) end.run(nft, `flush chain inet ${cable} input`);
    },
    changeAddress() {
      host += 1;
      guest.run('ip', 'address', 'flush', 'dev', 'eth0', 'scope', 'global');
      takeAddress();
    },
    async close() {
      computer.stdin.end();
      await ended;
    },
  };
}
