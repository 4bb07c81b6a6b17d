import { randomHex } from '../../access/randomHex.ts';

/**
 * Adds `crypto.randomUUID` to pages that have none.
 *
 * Symptom: on an insecure page (HTTP in a LAN) no chat message is sent and the chat history is not requested.
 * Cause: the client makes ids of data streams and RPC requests with `crypto.randomUUID`, which browsers offer on secure pages only. The ids need to
 * be unique, but not valid UUIDs.
 * Source: livekit-client 2.23.0, src/room/data-stream/outgoing/OutgoingDataStreamManager.ts `crypto.randomUUID`; src/room/rpc/client/RpcClientManager.ts `crypto.randomUUID`.
 * Remove when: the client makes its ids without it.
 */
export function provideRandomUuid(): void {
  if ('randomUUID' in crypto) return;
  Object.assign(crypto, {
    randomUUID: () => randomHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  });
}
