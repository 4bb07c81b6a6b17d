import { randomHex } from '../../access/randomHex.ts';

/**
 * Symptom: on an insecure page no message is sent and no history is asked for. Cause: the SDK names its streams and its RPC requests with
 * `crypto.randomUUID` (livekit-client 2.23, OutgoingDataStreamManager.ts and RpcClientManager.ts), which browsers offer on secure pages
 * only. The ids need to be unique, not well-formed UUIDs. Remove when the SDK makes ids without it.
 */
if (!('randomUUID' in crypto)) {
  Object.assign(crypto, {
    randomUUID: () => randomHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  });
}
