import { connect } from 'node:tls';
import { classes, methods } from 'werift-ice/lib/ice-server/src/stun/const.js';
import { Message, parseMessage } from 'werift-ice/lib/ice-server/src/stun/message.js';
import { lookUpName, type NameObservation } from './name.ts';
import { readCertificate } from './readCertificate.ts';
import { errorCode } from './request.ts';

/** A TURN server that LiveKit announces for TLS, and how far a guest's browser gets with it. */
export interface TurnObservation {
  /** `turns:turn.room.example.com:443?transport=tcp` */
  url: string;
  name: NameObservation;
  /** `undefined` if the name does not resolve; a failure such as `ECONNREFUSED` without a TLS connection. */
  certificate: Awaited<ReturnType<typeof readCertificate>> | undefined;
  /** Whether a TURN server answers, and how fast. */
  answer: { kind: 'answers'; ms: number } | { kind: 'stranger'; code: string } | undefined;
}

const answerMs = 5000;
/** RFC 5766, 14.7: UDP's protocol number in the first of four bytes. */
const requestedTransport = 0x11_00_00_00;

/** Tries it as a browser does: name, TLS, and an allocation request, which a TURN server refuses without credentials. */
export async function tryTurn(url: string): Promise<TurnObservation> {
  const target = addressOf(url);
  const name = await lookUpName(target);
  if (name.addresses.length === 0) return { url, name, certificate: undefined, answer: undefined };
  const certificate = await readCertificate(target);
  return { url, name, certificate, answer: certificate.ok ? await askAllocation(target) : undefined };
}

/** Converts a TURN URI to an https URL, which the other steps work with. The default port is 5349 (RFC 7065). */
function addressOf(url: string): URL {
  const [place = ''] = url.replace(/^turns:/, '').split('?');
  return new URL(`https://${/:\d+$/.test(place) ? place : `${place}:5349`}`);
}

function askAllocation(target: URL): Promise<NonNullable<TurnObservation['answer']>> {
  const request = new Message(methods.ALLOCATE, classes.REQUEST).setAttribute(
    'REQUESTED-TRANSPORT',
    requestedTransport,
  );
  if (!(request instanceof Message)) throw new TypeError('werift-ice: setAttribute returns another object');
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    // The certificate has findings of its own.
    const socket = connect({
      host: target.hostname,
      port: Number(target.port || '443'),
      servername: target.hostname,
      rejectUnauthorized: false,
      timeout: answerMs,
    });
    const end = (answer: NonNullable<TurnObservation['answer']>) => {
      resolve(answer);
      socket.destroy();
    };
    socket.once('secureConnect', () => socket.write(request.bytes));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      const answer = parseStun(received);
      if (answer?.transactionId.equals(request.transactionId)) {
        end({ kind: 'answers', ms: performance.now() - startedAt });
      } else if (received.length >= 20) end({ kind: 'stranger', code: 'not TURN' });
    });
    socket.once('timeout', () => end({ kind: 'stranger', code: 'timeout' }));
    socket.once('end', () => end({ kind: 'stranger', code: 'closed' }));
    socket.once('error', (error) => end({ kind: 'stranger', code: errorCode(error) }));
  });
}

function parseStun(bytes: Buffer): Message | undefined {
  try {
    return parseMessage(bytes);
  } catch {
    return undefined;
  }
}
