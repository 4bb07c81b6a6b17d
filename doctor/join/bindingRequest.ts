import { randomBytes } from 'node:crypto';
import { attributeTypes, isSignedStun, isStunAnswer, messageTypes, writeStun } from './stun.ts';

/** Name and password of one side of an ICE session, exchanged in SDP. */
export interface IceCredentials {
  ufrag: string;
  pwd: string;
}

/**
 * A STUN binding request. ICE sends it to an address to find out whether the other side answers there (RFC 8445, 7.2).
 */
export interface BindingRequest {
  bytes: Buffer;
  /** Tells whether a message is the server's answer to this request: an answer is signed with the server's password. */
  isAnsweredBy(message: Buffer): boolean;
}

/** Priority of a peer-reflexive UDP candidate. ICE requires this attribute, which has no effect here. */
const priority = Buffer.alloc(4);
priority.writeUInt32BE(1_853_824_767);

export function bindingRequest(server: IceCredentials, client: IceCredentials): BindingRequest {
  const request = writeStun({
    type: messageTypes.bindingRequest,
    attributes: [
      [attributeTypes.username, Buffer.from(`${server.ufrag}:${client.ufrag}`)],
      [attributeTypes.priority, priority],
      [attributeTypes.iceControlling, randomBytes(8)],
    ],
    password: server.pwd,
  });
  return {
    bytes: request.bytes,
    isAnsweredBy: (message) =>
      isStunAnswer(message, request) &&
      message.readUInt16BE() === messageTypes.bindingSuccess &&
      isSignedStun(message, server.pwd),
  };
}

export function makeCredentials(): IceCredentials {
  return { ufrag: randomBytes(4).toString('hex'), pwd: randomBytes(16).toString('hex') };
}
