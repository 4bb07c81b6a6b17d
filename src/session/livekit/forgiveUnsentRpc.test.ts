import { DataPacket } from '@livekit/protocol';
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

/** Asks a room that is being connected anew to send an RPC packet of either kind, and gives what nobody caught. */
async function sendWhileApart(room: Room): Promise<unknown[]> {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', note);
  room.engine.sendDataPacket = () => Promise.reject(new Error('PC manager is closed'));
  for (const manager of [room['rpcServerManager'], room['rpcClientManager']]) {
    manager.emit('sendDataPacket', { packet: new DataPacket() });
  }
  await new Promise((resolve) => setTimeout(resolve));
  return [...unhandled];
}

test('an RPC answer that can not be sent leaves no error that nobody catches', async () => {
  const room = new Room();
  forgiveUnsentRpc(room);
  expect(await sendWhileApart(room)).toEqual([]);
});

test('livekit-client itself leaves two', async () => {
  expect(await sendWhileApart(new Room())).toHaveLength(2);
});
