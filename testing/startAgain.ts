import type { Child } from '../local/child.ts';
import { mediaAddress } from '../local/lan/lanAddress.ts';
import { startLivekit } from '../local/livekit/startLivekit.ts';
import type { RunningRoom } from '../local/room.ts';
import { isUp, untilReady } from '../local/servers.ts';

/**
 * Starts LiveKit on the ports of one that has ended, with the same keys unless others are given, and waits until it answers.
 * Throws `CannotStart` when it ends or does not answer in time; then it does not run any more either.
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
