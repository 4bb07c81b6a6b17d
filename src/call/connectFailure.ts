import { ConnectionError, ConnectionErrorReason } from 'livekit-client';
import { readClaims } from '../access/readClaims.ts';
import type { JoinFailure } from './callState.ts';

/**
 * What an exception of `room.connect()` means. `reason` and the HTTP status count; `reasonName` is wrong before LiveKit's answer to joining, and
 * a media path that never comes up is told only by the text of an internal error (PCTransportManager.ts, RTCEngine.ts of 2.23).
 *
 * The SDK's text is read here and goes no further: livekit-server up to 1.13.5 puts the whole token into its refusal.
 *
 * @param address of LiveKit, for the host
 * @param token that was refused: its times tell whose clock is wrong
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
 * LiveKit says that the token is of another time (the words are of golang-jwt 5). Either the clock of the token endpoint is wrong or
 * LiveKit's is; this device's own, which has no part in it, decides.
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

/** By this device's clock. */
function secondsUntil(token: string, claim: 'nbf' | 'exp'): number | undefined {
  const time = readClaims(token)[claim];
  return typeof time === 'number' ? Math.round(time - Date.now() / 1000) : undefined;
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
  return /^(localhost|\[::1\]|127\.[\d.]+)$/.test(hostname);
}
