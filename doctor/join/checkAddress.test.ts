import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makeCredentials } from './bindingRequest.ts';
import { checkAddress } from './checkAddress.ts';
import { headerLength, isSignedStun, messageTypes, writeStun } from './stun.ts';

const server = makeCredentials();
const client = makeCredentials();

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers a request as an ICE agent with this password does. */
function answerTo(request: Buffer, password = server.pwd): Buffer {
  if (!isSignedStun(request, server.pwd)) {
    throw new Error('the request is not signed with the password of the server');
  }
  const transactionId = request.subarray(8, headerLength);
  return writeStun({ type: messageTypes.bindingSuccess, attributes: [], transactionId, password }).bytes;
}

async function listenUdp(
  onMessage: (message: Buffer, reply: (bytes: Buffer) => void) => void,
): Promise<number> {
  const socket: UdpSocket = createSocket('udp4');
  socket.on('message', (message, { port, address }) =>
    onMessage(message, (bytes) => socket.send(bytes, port, address)),
  );
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  closing.push(() => socket.close());
  return socket.address().port;
}

async function listenTcp(onData: (data: Buffer, reply: (bytes: Buffer) => void) => void): Promise<number> {
  const listening: Server = createServer((socket) => {
    socket.on('data', (data) => onData(data, (bytes) => void socket.write(bytes)));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
  closing.push(() => listening.close());
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const check = (protocol: 'udp' | 'tcp', port: number) =>
  checkAddress({ protocol, address: '127.0.0.1', port }, server, client);

test('an answering ICE agent is found, even if the first packet is lost', async () => {
  let count = 0;
  const port = await listenUdp((message, reply) => {
    count += 1;
    if (count > 1) reply(answerTo(message));
  });
  expect(await check('udp', port)).toMatchObject({ kind: 'answers' });
  expect(count).toBe(2);
});

test('garbage, and an answer with another password, are ignored', async () => {
  const port = await listenUdp((message, reply) => {
    reply(Buffer.from('rubbish'));
    reply(answerTo(message, 'another password'));
  });
  expect(await check('udp', port)).toEqual({ kind: 'silent' });
});

test('a port without a listener refuses, over UDP and TCP', async () => {
  const port = await listenUdp(() => {});
  for (const close of closing.splice(0)) close();
  expect(await check('udp', port)).toEqual({ kind: 'refused', code: 'ECONNREFUSED' });
  expect(await check('tcp', port)).toEqual({ kind: 'refused', code: 'ECONNREFUSED' });
});

test("over TCP an answer may come in pieces, after a request of the agent's own", async () => {
  const framed = (bytes: Buffer) =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const port = await listenTcp((data, reply) => {
    const request = data.subarray(2);
    const all = Buffer.concat([framed(request), framed(answerTo(request))]);
    reply(all.subarray(0, request.length + 10));
    setTimeout(() => reply(all.subarray(request.length + 10)), 50);
  });
  expect(await check('tcp', port)).toMatchObject({ kind: 'answers' });
});

test('over TCP another program and a closed port have different results', async () => {
  const port = await listenTcp((_data, reply) => reply(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')));
  expect(await check('tcp', port)).toEqual({ kind: 'stranger' });
});
