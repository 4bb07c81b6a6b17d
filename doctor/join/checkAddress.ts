import { connect } from 'node:net';
import { errorCode } from '../outside/request.ts';
import { askOverUdp, patienceMs, type UdpOutcome } from './askOverUdp.ts';
import { bindingRequest, type IceCredentials } from './bindingRequest.ts';
import type { Candidate } from './candidate.ts';

/**
 * How the doctor's attempt at an announced address has ended. Over TCP `silent` means that not even a connection came
 * about.
 */
export type AddressOutcome =
  | UdpOutcome
  /** Only over TCP: a program that is not LiveKit accepts the connection. */
  | { kind: 'stranger' };

/**
 * Tries one address with an ICE binding request, as a browser does. If the doctor gets an answer, a browser gets one,
 * too.
 */
export function checkAddress(
  candidate: Candidate,
  server: IceCredentials,
  client: IceCredentials,
): Promise<AddressOutcome> {
  return candidate.protocol === 'udp'
    ? askOverUdp(candidate, bindingRequest(server, client))
    : checkTcp(candidate, server, client);
}

/** Tries an address over TCP, where each STUN message follows its length in two bytes (RFC 4571). */
async function checkTcp(
  { address, port }: Candidate,
  server: IceCredentials,
  client: IceCredentials,
): Promise<AddressOutcome> {
  const request = bindingRequest(server, client);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let isConnected = false;
    let received = Buffer.alloc(0);
    const socket = connect({ host: address, port });
    const end = (outcome: AddressOutcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end({ kind: isConnected ? 'stranger' : 'silent' }), patienceMs);
    socket.once('connect', () => {
      isConnected = true;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(request.bytes.length);
      socket.write(Buffer.concat([length, request.bytes]));
    });
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
        const message = received.subarray(2, 2 + received.readUInt16BE());
        received = received.subarray(2 + message.length);
        if (request.isAnsweredBy(message)) end({ kind: 'answers', ms: performance.now() - startedAt });
      }
    });
    socket.once('error', (error) =>
      end(isConnected ? { kind: 'stranger' } : { kind: 'refused', code: errorCode(error) }),
    );
    socket.once('end', () => end({ kind: 'stranger' }));
  });
}
