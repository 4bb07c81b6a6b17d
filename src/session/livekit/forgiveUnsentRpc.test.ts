import { DataPacket, RpcRequest } from '@livekit/protocol';
import { Room } from 'livekit-client';
import { afterEach, expect, test } from 'vitest';
import { forgiveUnsentRpc } from './forgiveUnsentRpc.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
const testRunners = process.listeners('unhandledRejection');

afterEach(() => {
  process.removeAllListeners('unhandledRejection');
  for (const listener of testRunners) process.on('unhandledRejection', listener);
  unhandled.length = 0;
});

/** Sends an RPC request, an RPC answer, and an answer as a data stream from a room that cannot send, and returns the unhandled rejections. */
async function sendWhileApart(room: Room): Promise<unknown[]> {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', note);
  room.engine.sendDataPacket = () => Promise.reject(new Error('PC manager is closed'));
  for (const manager of [room['rpcServerManager'], room['rpcClientManager']]) {
    manager.emit('sendDataPacket', { packet: new DataPacket() });
  }
  room.registerRpcMethod('greet', () => Promise.resolve('hello'));
  const outgoing = room['rpcServerManager']['outgoingDataStreamManager'];
  outgoing.sendText = () => Promise.reject(new Error('PC manager is closed'));
  Reflect.set(room['rpcServerManager'], 'getRemoteParticipantClientProtocol', () => 1000);
  const request = new RpcRequest({ id: '1', method: 'greet', version: 1 });
  void room['rpcServerManager'].handleIncomingRpcRequest('ben', request);
  await new Promise((resolve) => setTimeout(resolve));
  return [...unhandled];
}

test('an RPC packet that cannot be sent causes no unhandled rejection', async () => {
  const room = new Room();
  forgiveUnsentRpc(room);
  expect(await sendWhileApart(room)).toEqual([]);
});

test('livekit-client without the patch causes unhandled rejections', async () => {
  expect(await sendWhileApart(new Room())).toHaveLength(4);
});
