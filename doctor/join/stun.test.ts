import { expect, test } from 'vitest';
import { attributeTypes, isSignedStun, isStunAnswer, messageTypes, writeStun } from './stun.ts';

/** The sample messages of RFC 5769 (2.1 to 2.3), with their password and transaction ID. */
const password = 'VOkJxbRl1RmTxUk/WvJxBt';
const transactionId = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');
const request = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae' +
    '802200105354554e207465737420636c69656e74' +
    '002400046e0001ff' +
    '80290008932ff9b151263b36' +
    '000600096576746a3a68367659202020' +
    '000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2' +
    '80280004e57a3bcf',
  'hex',
);
const answers = {
  IPv4:
    '0101003c2112a442b7e7a701bc34d686fa87dfae' +
    '8022000b7465737420766563746f7220' +
    '002000080001a147e112a643' +
    '000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7' +
    '80280004c07d4c96',
  IPv6:
    '010100482112a442b7e7a701bc34d686fa87dfae' +
    '8022000b7465737420766563746f7220' +
    '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9' +
    '00080014a382954e4be67bf11784c97c8292c275bfe3ed41' +
    '80280004c8fb0b4c',
};

test('a request is written as in RFC 5769, apart from its padding', () => {
  const { bytes } = writeStun({
    type: messageTypes.bindingRequest,
    transactionId,
    attributes: [
      [0x8022, Buffer.from('STUN test client')],
      [attributeTypes.priority, Buffer.from('6e0001ff', 'hex')],
      [0x8029, Buffer.from('932ff9b151263b36', 'hex')],
      [attributeTypes.username, Buffer.from('evtj:h6vY')],
    ],
    password,
  });
  // The RFC's sample pads with spaces and our code with zeros, which changes signature and fingerprint.
  const beforePadding = 20 + 20 + 8 + 12 + 4 + 9;
  expect(bytes.subarray(0, beforePadding)).toEqual(request.subarray(0, beforePadding));
  expect(bytes.length).toBe(request.length);
  expect(isSignedStun(bytes, password)).toBe(true);
});

test('signatures of RFC 5769 are accepted with their password only', () => {
  for (const message of [request, ...Object.values(answers).map((hex) => Buffer.from(hex, 'hex'))]) {
    expect(isSignedStun(message, password)).toBe(true);
    expect(isSignedStun(message, `${password}x`)).toBe(false);
  }
});

test('a message with a changed byte, or cut short, is not accepted as signed', () => {
  const message = Buffer.from(answers.IPv4, 'hex');
  // Changes the type of the fingerprint, which makes it an unknown attribute that readers ignore.
  const fingerprintType = message.length - 8;
  for (let at = 0; at < message.length; at += 1) {
    if (at === fingerprintType || at === fingerprintType + 1) continue;
    const changed = Buffer.from(message);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(isSignedStun(changed, password), `byte ${String(at)}`).toBe(false);
    expect(isSignedStun(message.subarray(0, at), password), `${String(at)} bytes`).toBe(false);
  }
});

test('an answer, also an error, is recognized by its transaction ID; a request or another protocol is not', () => {
  for (const hex of Object.values(answers)) {
    expect(isStunAnswer(Buffer.from(hex, 'hex'), { transactionId })).toBe(true);
    expect(isStunAnswer(Buffer.from(hex, 'hex'), { transactionId: Buffer.alloc(12) })).toBe(false);
  }
  const refusal = writeStun({ type: 0x0113, attributes: [], transactionId });
  expect(isStunAnswer(refusal.bytes, refusal)).toBe(true);
  expect(isStunAnswer(refusal.bytes.subarray(0, 19), refusal)).toBe(false);
  expect(isStunAnswer(request, { transactionId })).toBe(false);
  expect(isStunAnswer(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), { transactionId })).toBe(false);
});
