import { randomBytes } from 'node:crypto';
import { classes, methods } from 'werift-ice/lib/ice-server/src/stun/const.js';
import { Message, parseMessage } from 'werift-ice/lib/ice-server/src/stun/message.js';

/** Credentials of one side of an ICE session, exchanged in SDP. */
export interface IceCredentials {
  ufrag: string;
  pwd: string;
}

/** A STUN binding request, with which ICE checks whether an address answers (RFC 8445, 7.2). */
export interface BindingRequest {
  bytes: Buffer;
  /** Whether this is the server's answer to the request: it is signed with the server's password. */
  isAnsweredBy(message: Buffer): boolean;
}

/** Priority of a peer-reflexive UDP candidate; the attribute is required, but has no effect here. */
const priority = 1_853_824_767;

export function bindingRequest(server: IceCredentials, client: IceCredentials): BindingRequest {
  const key = Buffer.from(server.pwd);
  const request = new Message(methods.BINDING, classes.REQUEST)
    .setAttribute('USERNAME', `${server.ufrag}:${client.ufrag}`)
    .setAttribute('PRIORITY', priority)
    .setAttribute('ICE-CONTROLLING', randomBytes(8).readBigUInt64BE());
  if (!(request instanceof Message)) throw new TypeError('werift-ice: setAttribute returns another object');
  const { transactionId } = request;
  request.addMessageIntegrity(key).addFingerprint();
  return {
    bytes: request.bytes,
    isAnsweredBy(message) {
      const answer = parseMessage(message, key);
      return answer?.messageClass === classes.RESPONSE && answer.transactionId.equals(transactionId);
    },
  };
}

export function makeCredentials(): IceCredentials {
  return { ufrag: randomBytes(4).toString('hex'), pwd: randomBytes(16).toString('hex') };
}
