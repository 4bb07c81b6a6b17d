import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { withoutTokens } from '../access/withoutTokens.ts';
import type { JoinFailure } from './callState.ts';

/**
 * What an exception of `room.connect()` means. The SDK's names can't be trusted: a rejected token also
 * calls itself "ServerUnreachable", so the HTTP status is looked at first; and a media path that never
 * comes up is an "InternalError" told only by its text (PCTransportManager.ts, RTCEngine.ts of 2.23).
 *
 * @param address of LiveKit, for the host
 */
export function connectFailure(error: unknown, address: string, isFirefox = isThisFirefox()): JoinFailure {
  const message = error instanceof Error ? error.message : String(error);
  const detail = `${address}: ${withoutTokens(message)}`;
  if (!(error instanceof ConnectionError)) return { kind: 'signalling_unreachable', detail };
  const status: unknown = error.status;
  if (error.reason === ConnectionErrorReason.NotAllowed || status === 401 || status === 403) {
    return { kind: 'token_rejected', detail };
  }
  if (/could not establish \w+ connection/i.test(error.message) && !/signal/i.test(error.message)) {
    return { kind: isFirefox && isLoopback(address) ? 'firefox_loopback' : 'media_blocked', detail };
  }
  return { kind: 'signalling_unreachable', detail };
}

/**
 * Firefox pairs a loopback address with nothing but another one, and offers none of its own unless
 * `media.peerconnection.ice.loopback` is set (seen with Firefox ESR 153).
 */
function isThisFirefox(): boolean {
  return /firefox\//i.test(navigator.userAgent);
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
