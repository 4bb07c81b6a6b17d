import type { DataPacket } from '@livekit/protocol';
import type { Room } from 'livekit-client';
import { engineOf } from './engine.ts';

/** The client's own makers of RPC packets, as far as they are used here. */
interface RpcManager {
  removeAllListeners: (event: 'sendDataPacket') => unknown;
  on: (event: 'sendDataPacket', send: (packed: { packet: DataPacket }) => void) => unknown;
}

/**
 * Lets RPC packets go that can't be sent because the connection is being made anew. Who asked hears of it by the client's own time limit.
 *
 * Symptom: the page has an unhandled rejection when a guest is cut off while it answers another one's question.
 * Cause: nobody awaits the sending of the packet.
 * Source: livekit-client 2.23.0, src/room/Room.ts `this.rpcServerManager.on('sendDataPacket', ({ packet }) => {`.
 * Remove when: the client catches what fails there.
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
