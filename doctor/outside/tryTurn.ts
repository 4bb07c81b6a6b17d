import { connect } from 'node:tls';
import { askOverUdp, type UdpOutcome } from '../join/askOverUdp.ts';
import type { Candidate } from '../join/candidate.ts';
import { attributeTypes, headerLength, isStunAnswer, messageTypes, writeStun } from '../join/stun.ts';
import { hostOf } from './addresses.ts';
import { lookUpName, type NameObservation } from './name.ts';
import { readCertificate } from './readCertificate.ts';
import { errorCode } from './request.ts';

/** A TURN server that LiveKit announces for TLS, and how far a guest's browser gets with it. */
export interface TurnObservation {
  /** Address of the TURN server: `turns:turn.room.example.com:443?transport=tcp`. */
  url: string;
  name: NameObservation;
  /**
   * The server's certificate; `undefined` if its name does not resolve, and a failure such as `ECONNREFUSED` without a
   * TLS connection.
   */
  certificate: Awaited<ReturnType<typeof readCertificate>> | undefined;
  /** Whether a TURN server answers behind TLS, and how fast. */
  answer: { kind: 'answers'; ms: number } | { kind: 'stranger'; code: string } | undefined;
}

/**
 * A TURN server that LiveKit announces for UDP, as `turn.udp_port` in its configuration says, and the result of trying
 * it.
 */
export interface UdpTurnObservation {
  /** Address of the TURN server: `turn:203.0.113.5:3478?transport=udp`. */
  url: string;
  candidate: Candidate;
  outcome: UdpOutcome;
}

const answerMs = 5000;
/** The requested transport in a TURN message: UDP's protocol number in the first of four bytes (RFC 8656, 18.7). */
const udp = Buffer.from([0x11, 0, 0, 0]);

/**
 * Tries a TURN server as a browser does: name, TLS, and an allocation request, which a TURN server refuses without
 * credentials.
 */
export async function tryTurn(url: string): Promise<TurnObservation> {
  const target = addressOf(url);
  const name = await lookUpName(target);
  if (name.addresses.length === 0) return { url, name, certificate: undefined, answer: undefined };
  const certificate = await readCertificate(target);
  return { url, name, certificate, answer: certificate.ok ? await askAllocation(target) : undefined };
}

/**
 * Tries a TURN server over UDP. No name is looked up, because LiveKit announces it by the server's address
 * (livekit-server 1.13.5).
 */
export async function tryTurnOverUdp(url: string): Promise<UdpTurnObservation> {
  const target = addressOf(url);
  const candidate: Candidate = {
    protocol: 'udp',
    address: hostOf(target),
    port: Number(target.port || '443'),
  };
  const request = allocation();
  const isAnsweredBy = (message: Buffer) => isStunAnswer(message, request);
  return { url, candidate, outcome: await askOverUdp(candidate, { ...request, isAnsweredBy }) };
}

/** Converts a TURN URI to a URL, which the other functions work with. Default ports are 5349 and 3478 (RFC 7065). */
function addressOf(url: string): URL {
  const [place = ''] = url.replace(/^turns?:/, '').split('?');
  const usual = url.startsWith('turns:') ? '5349' : '3478';
  return new URL(`https://${/:\d+$/.test(place) ? place : `${place}:${usual}`}`);
}

/**
 * Makes an allocation request. It has no credentials, so a TURN server answers with an error, which is enough to
 * recognize it.
 */
function allocation() {
  return writeStun({
    type: messageTypes.allocateRequest,
    attributes: [[attributeTypes.requestedTransport, udp]],
  });
}

function askAllocation(target: URL): Promise<NonNullable<TurnObservation['answer']>> {
  const request = allocation();
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    // Accepts any certificate, because the certificate has findings of its own.
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
      if (isStunAnswer(received, request)) end({ kind: 'answers', ms: performance.now() - startedAt });
      else if (received.length >= headerLength) end({ kind: 'stranger', code: 'not TURN' });
    });
    socket.once('timeout', () => end({ kind: 'stranger', code: 'timeout' }));
    socket.once('end', () => end({ kind: 'stranger', code: 'closed' }));
    socket.once('error', (error) => end({ kind: 'stranger', code: errorCode(error) }));
  });
}
