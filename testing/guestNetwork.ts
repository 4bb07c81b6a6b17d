import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inNetworkOf, writeChromium, type Inside } from './inNetwork.ts';

/** A guest's computer with an address of its own, and a cable to the room's. */
export interface GuestNetwork {
  /** A program that starts Chromium in there. */
  chromium: string;
  /** Picture and sound are lost both ways from now on; page, token and signalling go on. */
  cutMedia: () => void;
  mendMedia: () => void;
  /** The computer gets another address in place of its own, as when Wi-Fi makes way for the phone's network. */
  changeAddress: () => void;
  close: () => Promise<void>;
}

interface Place {
  /** The room's network. */
  inside: Inside;
  /** The room's address in there. */
  address: string;
  nft: string;
  /** Where the program may be written. */
  folder: string;
  /** From 1: no two guests have the same. */
  number: number;
}

/** How LiveKit's media gets to a computer, and from there to LiveKit: `nft` matches. */
const media = {
  ofLivekit: ['udp sport 7882', 'tcp sport 7881'],
  toLivekit: ['udp dport 7882', 'tcp dport 7881'],
};

/** Without addresses of IPv6, which come a moment later: to Chromium that is a change of the network. */
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
  // `nsenter`, `unshare` and `sh` have made way for each other: all are the same process.
  const guest = inNetworkOf(computer.pid);

  const cable = `guest${String(number)}`;
  /** Sixteen addresses of the room's network (RFC 5737) for each guest. */
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
    // Without one, Chromium has no network to connect by.
    guest.run('ip', 'route', 'add', 'default', 'dev', 'eth0');
  }

  // Lost on arrival: what may not be sent is refused at once, and Chromium would hear of it.
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
