import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { errorCode } from '../outside/request.ts';

/** Result of a request over UDP. */
export type UdpOutcome =
  | { kind: 'answers'; ms: number }
  | { kind: 'silent' }
  /** `ECONNREFUSED`, `EHOSTUNREACH`, `ENETUNREACH`, … */
  | { kind: 'refused'; code: string };

/** Interval of retransmissions, for lost packets. */
const againMs = 500;
/** Time limit: enough for six tries and the longest round trip on earth. */
export const patienceMs = 3200;

interface Request {
  bytes: Buffer;
  isAnsweredBy(message: Buffer): boolean;
}

/** Sends a request to an address, repeatedly, until it is answered. */
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
    // An ICMP error is reported only on a connected socket.
    socket.once('error', (error) => end({ kind: 'refused', code: errorCode(error) }));
    // `connect`'s callback argument would also be called on failure, instead of 'error'.
    socket.once('connect', () => {
      const send = () => socket.send(request.bytes);
      send();
      again = setInterval(send, againMs);
    });
    socket.connect(port, address);
  });
}
