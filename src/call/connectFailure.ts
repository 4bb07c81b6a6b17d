import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import type { JoinFailure } from './callState.ts';

/**
 * What an exception of `room.connect()` means. The SDK's names can't be trusted: a rejected token also
 * calls itself "ServerUnreachable", so the HTTP status is looked at first; and a media path that never
 * comes up is an "InternalError" told only by its text (PCTransportManager.ts, RTCEngine.ts of 2.23).
 *
 * @param address of LiveKit, for the host
 */
export function connectFailure(error: unknown, address: string): JoinFailure {
  const detail = `${address}: ${error instanceof Error ? error.message : String(error)}`;
  if (!(error instanceof ConnectionError)) return { kind: 'signalling_unreachable', detail };
  const status: unknown = error.status;
  if (error.reason === ConnectionErrorReason.NotAllowed || status === 401 || status === 403) {
    return { kind: 'token_rejected', detail };
  }
  if (/could not establish \w+ connection/i.test(error.message) && !/signal/i.test(error.message)) {
    return { kind: 'media_blocked', detail };
  }
  return { kind: 'signalling_unreachable', detail };
}
