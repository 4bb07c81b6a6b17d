import { setTimeout as wait } from 'node:timers/promises';
import { Ping } from '@livekit/protocol';
import type { Signalling } from './openSignalling.ts';

/** How long a connection stayed open, and how it ended. */
export interface Hold {
  seconds: number;
  end: 'stood' | 'ended by LiveKit' | 'cut';
}

/** Ping interval of livekit-client 2.23, which ignores the server's setting. */
const pingMs = 5000;

/**
 * Keeps a connection open with pings alone. livekit-server 1.13.5 disconnects participants without media after 60 s
 * (JOIN_FAILURE); receiving that message shows that the connection was still open.
 */
export async function holdOpen(signalling: Signalling, ms: number): Promise<Hold> {
  const startedAt = performance.now();
  const pings = setInterval(
    () => signalling.send({ case: 'pingReq', value: new Ping({ timestamp: BigInt(Date.now()) }) }),
    pingMs,
  );
  const leave = new Promise<Hold['end']>((resolve) => {
    signalling.listen((message) => {
      if (message.case === 'leave') resolve('ended by LiveKit');
    });
  });
  const end = await Promise.race([
    leave,
    signalling.closed.then((): Hold['end'] => 'cut'),
    wait<Hold['end']>(ms, 'stood', { ref: false }),
  ]);
  clearInterval(pings);
  return { seconds: (performance.now() - startedAt) / 1000, end };
}
