import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { errorCode } from '../outside/request.ts';

/** How a request over UDP has ended: with an answer, in silence, or with a refusal. */
export type UdpOutcome =
  | { kind: 'answers'; ms: number }
  | { kind: 'silent' }
  /** Code of the network error: `ECONNREFUSED`, `EHOSTUNREACH`, `ENETUNREACH`, … */
  | { kind: 'refused'; code: string };

/** Interval at which the request is sent again, because packets can be lost. */
const againMs = 500;
/** Time limit for an answer: enough for six tries and the longest round trip on earth. */
export const patienceMs = 3200;

interface Request {
  bytes: Buffer;
  isAnsweredBy(message: Buffer): boolean;
}

/** Sends a request to an address over UDP, again and again until it is answered or the time limit is over. */
export async function askOverUdp(
  { address, port }: { address: string; port: number },
  request: Request,
): Promise<UdpOutcome> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let again: NodeJS.Timeout | undefined;
    const end = (outcome: UdpOutcome) => {
      clearInterval(again);
      clearTimeout(timer);
      socket.close();
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ kind: 'silent' }), patienceMs);
    socket.on('message', (message) => {
      if (request.isAnsweredBy(message)) end({ kind: 'answers', ms: performance.now() - startedAt });
    });
    // Connects the socket, because a refusal (an ICMP error) is reported on connected sockets only.
    socket.once('error', (error) => end({ kind: 'refused', code: errorCode(error) }));
    // Listens to the event instead of passing a callback to `connect`, which would also call it on failure, in place of
    // the event 'error'.
    socket.once('connect', () => {
      const send = () => socket.send(request.bytes);
      send();
      again = setInterval(send, againMs);
    });
    socket.connect(port, address);
  });
}
