import { setTimeout as wait } from 'node:timers/promises';
import { Ping } from '@livekit/protocol';
import type { Signalling } from './openSignalling.ts';

/** How long a WebSocket to LiveKit stayed open, and how it ended. */
export interface Hold {
  seconds: number;
  end: 'stood' | 'ended by LiveKit' | 'cut';
}

/** Interval of pings in livekit-client 2.23, which ignores the interval that the server sets. */
const pingMs = 5000;

/**
 * Keeps a WebSocket to LiveKit open by sending only pings. livekit-server 1.13.5 disconnects participants without media
 * after 60 s (JOIN_FAILURE); when this message arrives, the connection was still open until then.
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
