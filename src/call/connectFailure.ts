import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { readClaims } from '../access/readClaims.ts';
import type { JoinFailure } from './callState.ts';

/**
 * Converts an exception of `room.connect()` to a failure, by its `reason` and HTTP status. `reasonName` is wrong before
 * LiveKit has answered the join. If the media connection never comes up, only the text of an internal error tells that
 * (PCTransportManager.ts, RTCEngine.ts of livekit-client 2.23).
 *
 * The result contains no text of the SDK, because livekit-server up to 1.13.5 includes the whole token in its refusal.
 *
 * @param address LiveKit's address, for the detail that helps the person who runs the server
 * @param token the refused token: its times show whose clock is wrong
 */
export function connectFailure(
  error: unknown,
  { address, token }: { address: string; token: string },
  isFirefox = isThisFirefox(),
): JoinFailure {
  if (!(error instanceof ConnectionError)) {
    return {
      kind: 'signalling_unreachable',
      detail: `${address}: ${error instanceof Error ? error.name : typeof error}`,
    };
  }
  const status: unknown = error.status;
  const said = typeof status === 'number' ? `status ${status}` : `reason ${error.reason}`;
  const detail = `${address}: ${said}`;
  if (error.reason === ConnectionErrorReason.NotAllowed || status === 401 || status === 403) {
    return clockFailure(error.message, token, detail) ?? { kind: 'token_rejected', detail };
  }
  if (/could not establish \w+ connection/i.test(error.message) && !/signal/i.test(error.message)) {
    return { kind: isFirefox && isLoopback(address) ? 'firefox_loopback' : 'media_blocked', detail };
  }
  return { kind: 'signalling_unreachable', detail };
}

/**
 * The failure for a token that LiveKit calls expired or not valid yet (in the words of golang-jwt 5). Either the
 * clock of the token endpoint or LiveKit's is wrong. This device's clock, which is independent of both, decides.
 */
function clockFailure(message: string, token: string, detail: string): JoinFailure | undefined {
  const isEarly = /not valid yet/.test(message);
  if (!isEarly && !/is expired/.test(message)) return undefined;
  const seconds = secondsUntil(token, isEarly ? 'nbf' : 'exp');
  if (seconds === undefined) return undefined;
  const isTokenWrong = isEarly ? seconds > 0 : seconds < 0;
  return {
    kind: isTokenWrong ? 'token_clock_wrong' : 'livekit_clock_wrong',
    detail: `${detail}, ${isEarly ? 'nbf' : 'exp'} ${seconds} s`,
  };
}

/** Seconds until the time in a claim of the token, by this device's clock. */
function secondsUntil(token: string, claim: 'nbf' | 'exp'): number | undefined {
  const time = readClaims(token)[claim];
  return typeof time === 'number' ? Math.round(time - Date.now() / 1000) : undefined;
}

/**
 * Whether this browser is Firefox, which pairs a loopback candidate only with another loopback candidate, and gathers
 * none of its own unless `media.peerconnection.ice.loopback` is set (seen with Firefox ESR 153).
 */
function isThisFirefox(): boolean {
  return /firefox\//i.test(navigator.userAgent);
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|\[::1\]|127\.[\d.]+)$/.test(hostname);
}
