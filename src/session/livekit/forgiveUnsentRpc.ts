import type { DataPacket } from '@livekit/protocol';
import type { Room } from 'livekit-client';
import { engineOf } from './engine.ts';

/** The members of livekit-client's RPC managers that this patch uses. */
interface RpcManager {
  removeAllListeners: (event: 'sendDataPacket') => unknown;
  on: (event: 'sendDataPacket', send: (packed: { packet: DataPacket }) => void) => unknown;
}

/** The methods of the client's RPC server manager that answer another participant's request. */
const answering = ['handleIncomingRpcRequest', 'handleIncomingDataStream'] as const;

/**
 * Drops RPC packets that cannot be sent because the client is reconnecting. The caller of the RPC gets the client's own timeout error.
 *
 * Symptom: unhandled rejection when the connection is lost while the page answers an RPC.
 * Cause: the client awaits neither sending the packet nor the answer, which it sends as a data stream to callers that support it.
 * Source: livekit-client 2.23.0, src/room/Room.ts `this.rpcServerManager.on('sendDataPacket', ({ packet }) => {`,
 * `registerRpcDataStreamHandler`; src/room/rpc/server/RpcServerManager.ts `publishRpcResponse`.
 * Remove when: the client catches that error.
 */
export function forgiveUnsentRpc(room: Room): void {
  const managers: RpcManager[] = [room['rpcServerManager'], room['rpcClientManager']];
  for (const manager of managers) {
    manager.removeAllListeners('sendDataPacket');
    manager.on('sendDataPacket', ({ packet }) => {
      const reliable = 0;
      engineOf(room)
        ?.sendDataPacket(packet, reliable)
        .catch(() => undefined);
    });
  }
  const server = room['rpcServerManager'];
  for (const method of answering) {
    const answer: (...request: unknown[]) => Promise<void> = server[method].bind(server);
    Object.assign(server, { [method]: (...request: unknown[]) => answer(...request).catch(() => undefined) });
  }
}
