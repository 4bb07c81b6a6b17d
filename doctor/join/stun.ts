import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A STUN request (RFC 8489), ready to be sent. */
export interface StunRequest {
  bytes: Buffer;
  /** The 12 bytes by which an answer names the request that it answers. */
  transactionId: Buffer;
}

interface StunParts {
  type: number;
  /** The attributes of the message, which are written in this order and before the signature. */
  attributes: readonly (readonly [type: number, value: Buffer])[];
  /** The password with which the message is signed. A signed message also gets a fingerprint. */
  password?: string;
  transactionId?: Buffer;
}

export const messageTypes = {
  bindingRequest: 0x0001,
  bindingSuccess: 0x0101,
  allocateRequest: 0x0003,
} as const;

/** Numbers of the STUN attributes that the doctor sends or checks. */
export const attributeTypes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  /** Attribute of TURN (RFC 8656). */
  requestedTransport: 0x0019,
  /** Attribute of ICE (RFC 8445). */
  priority: 0x0024,
  fingerprint: 0x8028,
  /** Attribute of ICE (RFC 8445). */
  iceControlling: 0x802a,
} as const;

/** Length of a message's header: type, length, magic cookie and transaction ID. */
export const headerLength = 20;
const magicCookie = 0x21_12_a4_42;
/**
 * Value that is combined with the checksum in a fingerprint, to distinguish it from those of other protocols (RFC 8489,
 * 14.7).
 */
const fingerprintMask = 0x53_54_55_4e;
/**
 * The bit in a message's type that marks an answer. The other bit of the class, which only an error has set, is not
 * compared.
 */
const responseClass = 0x0100;

export function writeStun({
  type,
  attributes,
  password,
  transactionId = randomBytes(12),
}: StunParts): StunRequest {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(type);
  header.writeUInt32BE(magicCookie, 4);
  const fields = attributes.map(([attribute, value]) => writeAttribute(attribute, value));
  const message = Buffer.concat([header, transactionId, ...fields]);
  const signed =
    password === undefined
      ? message
      : append(
          append(message, attributeTypes.messageIntegrity, 20, (covered) => sign(covered, password)),
          attributeTypes.fingerprint,
          4,
          fingerprint,
        );
  return { bytes: withLength(signed, signed.length), transactionId };
}

/**
 * Tells whether these bytes begin with an answer to this request, be it a success or an error. The header is enough to
 * tell.
 */
export function isStunAnswer(bytes: Buffer, { transactionId }: Pick<StunRequest, 'transactionId'>): boolean {
  return (
    bytes.length >= headerLength &&
    (bytes.readUInt16BE() & 0xc1_00) === responseClass &&
    bytes.readUInt32BE(4) === magicCookie &&
    bytes.subarray(8, headerLength).equals(transactionId)
  );
}

/** Tells whether these bytes are exactly one message, signed with the password and without a wrong fingerprint. */
export function isSignedStun(message: Buffer, password: string): boolean {
  if (message.length < headerLength || message.length !== headerLength + message.readUInt16BE(2))
    return false;
  let isSigned = false;
  for (let at = headerLength; at + 4 <= message.length;) {
    const end = at + 4 + message.readUInt16BE(at + 2);
    if (end > message.length) return false;
    const value = message.subarray(at + 4, end);
    // Recomputes signature and fingerprint as the sender has computed them: with a header that says that the message
    // ends with the attribute in question.
    const covered = withLength(message.subarray(0, at), end);
    switch (message.readUInt16BE(at)) {
      case attributeTypes.messageIntegrity:
        if (!value.equals(sign(covered, password))) return false;
        isSigned = true;
        break;
      case attributeTypes.fingerprint:
        if (!value.equals(fingerprint(covered))) return false;
        break;
      default:
    }
    at = padded(end);
  }
  return isSigned;
}

function writeAttribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(type);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/**
 * Appends an attribute to a STUN message. Its value is computed from the message so far, whose header already has the
 * new length.
 */
function append(
  message: Buffer,
  type: number,
  byteLength: number,
  valueOf: (covered: Buffer) => Buffer,
): Buffer {
  const covered = withLength(message, message.length + 4 + byteLength);
  return Buffer.concat([covered, writeAttribute(type, valueOf(covered))]);
}

/**
 * Returns a copy of the message with this length in its header.
 *
 * @param byteLength length of the whole message, header included
 */
function withLength(message: Buffer, byteLength: number): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(byteLength - headerLength, 2);
  return copy;
}

function sign(covered: Buffer, password: string): Buffer {
  return createHmac('sha1', password).update(covered).digest();
}

function fingerprint(covered: Buffer): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc32(covered) ^ fingerprintMask) >>> 0);
  return value;
}

/** Returns an attribute's length with its padding: attributes are padded to a multiple of four bytes. */
function padded(byteLength: number): number {
  return Math.ceil(byteLength / 4) * 4;
}
