import type { DataPacket } from '@livekit/protocol';
import type { Room } from 'livekit-client';
import { engineOf } from './engine.ts';

/** The part of the client's RPC managers that is used here. */
interface RpcManager {
  removeAllListeners: (event: 'sendDataPacket') => unknown;
  on: (event: 'sendDataPacket', send: (packed: { packet: DataPacket }) => void) => unknown;
}

/**
 * Drops RPC packets that cannot be sent because the client is reconnecting. The caller of the RPC gets the client's own timeout error.
 *
 * Symptom: unhandled rejection when the connection is lost while the page answers an RPC.
 * Cause: the client does not await sending the packet.
 * Source: livekit-client 2.23.0, src/room/Room.ts `this.rpcServerManager.on('sendDataPacket', ({ packet }) => {`.
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
}
