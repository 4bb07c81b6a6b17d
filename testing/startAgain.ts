import type { Child } from '../local/child.ts';
import { mediaAddress } from '../local/lan/lanAddress.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import type { RunningRoom } from '../local/room.ts';
import { isUp, untilReady } from '../local/servers.ts';

/**
 * Starts LiveKit again on the ports of a server whose LiveKit has ended, with the same keys unless others are given,
 * and waits until it answers. If it ends or does not answer in time, throws `CannotStart`; then this LiveKit no longer
 * runs either.
 */
export async function startAgain({ livekit, ports, keys }: RunningRoom, otherKeys = keys): Promise<Child> {
  const choices = {
    port: ports.livekit,
    udpPort: ports.livekitUdp,
    tcpPort: undefined,
    mediaAddress: mediaAddress(undefined),
    keys: otherKeys,
  };
  const livekitAgain = startLivekit(livekit.path, choices, () => {});
  try {
    await untilReady(() => isUp(livekit.url), [livekitAgain], new AbortController().signal);
  } catch (error) {
    await livekitAgain.stop();
    throw error;
  }
  return livekitAgain;
}
