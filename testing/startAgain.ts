import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from '../local/child.ts';
import { mediaAddress } from '../local/lan/lanAddress.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import type { RunningRoom } from '../local/room.ts';

/** A LiveKit that takes the place of one that has ended: the same ports, the same keys unless others are given. */
export async function startAgain({ livekit, ports, keys }: RunningRoom, otherKeys = keys): Promise<Child> {
  const choices = {
    port: ports.livekit,
    udpPort: ports.livekitUdp,
    tcpPort: undefined,
    mediaAddress: mediaAddress(undefined),
    keys: otherKeys,
  };
  const livekitAgain = startLivekit(livekit.path, choices, () => {});
  await untilUp(livekit.url);
  return livekitAgain;
}

/** It is back when it answers. */
async function untilUp(url: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await wait(50);
  }
}
