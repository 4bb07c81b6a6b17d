import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inNetworkOf, writeChromium, type Inside } from './inNetwork.ts';

/** A network namespace as a guest's computer, with its own address and a veth cable to the server's. */
export interface GuestNetwork {
  /** Path of a program that starts Chromium in the namespace. */
  chromium: string;
  /** Drops media packets in both directions from now on. Page, token request and signalling still work. */
  cutMedia: () => void;
  mendMedia: () => void;
  /** Replaces the guest's address with another one, as a change from Wi-Fi to mobile data does. */
  changeAddress: () => void;
  close: () => Promise<void>;
}

interface Place {
  /** The server's network namespace. */
  inside: Inside;
  /** The server's address. */
  address: string;
  nft: string;
  /** Folder for the program. */
  folder: string;
  /** Number of the guest, from 1 and different for each guest. */
  number: number;
}

/** `nft` expressions that match media packets from LiveKit and to it. */
const media = {
  ofLivekit: ['udp sport 7882', 'tcp sport 7881'],
  toLivekit: ['udp dport 7882', 'tcp dport 7881'],
};

/** Enables a link without IPv6 addresses: those appear a moment later, which Chromium takes for a network change. */
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
  // `nsenter`, `unshare` and `sh` call exec: all have the same pid.
  const guest = inNetworkOf(computer.pid);

  const cable = `guest${String(number)}`;
  /** Each guest has sixteen addresses of the server's network (RFC 5737). */
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
    // Chromium is offline without a default route.
    guest.run('ip', 'route', 'add', 'default', 'dev', 'eth0');
  }

  // Packets are dropped on arrival, because sending fails at once if a packet is dropped on its way out, and Chromium
  // would notice.
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
