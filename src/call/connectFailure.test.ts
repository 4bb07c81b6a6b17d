import { ConnectionError } from 'livekit-client';
import { expect, test } from 'vitest';
import { connectFailure } from './connectFailure.ts';

const address = 'wss://room.example';

/** A token whose claims `nbf` and `exp` are this many seconds from now. */
function tokenOf({ nbf, exp }: { nbf: number; exp: number }): string {
  const now = Math.round(Date.now() / 1000);
  const claims = Buffer.from(JSON.stringify({ nbf: now + nbf, exp: now + exp })).toString('base64url');
  return `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl`;
}

const token = tokenOf({ nbf: -600, exp: 600 });

/**
 * The error of livekit-client 2.23 for a refused token. Its message is what livekit-server 1.13.5 answers
 * (pkg/service/auth.go).
 */
function refusal(refused: string, why: string) {
  return ConnectionError.notAllowed(
    `invalid token: ${refused}, error: token has invalid claims: token is ${why}`,
    401,
  );
}

test('a rejected token is reported as rejected, although the SDK may call it an unreachable server', () => {
  const failure = { kind: 'token_rejected', detail: 'wss://room.example: status 401' };
  const unreachable = ConnectionError.serverUnreachable('invalid token', 401);
  expect(connectFailure(unreachable, { address, token }, false)).toEqual(failure);
  expect(connectFailure(ConnectionError.notAllowed('', 401), { address, token }, false)).toEqual(failure);
});

test('blocked media and unreachable signalling are different failures', () => {
  const kind = (error: unknown) => connectFailure(error, { address, token }, false).kind;
  expect(kind(ConnectionError.internal('could not establish pc connection'))).toBe('media_blocked');
  expect(kind(ConnectionError.internal('could not establish publisher connection, state: failed'))).toBe(
    'media_blocked',
  );
  expect(kind(ConnectionError.serverUnreachable('could not establish signal connection'))).toBe(
    'signalling_unreachable',
  );
  expect(kind(new TypeError('x'))).toBe('signalling_unreachable');
});

test('blocked media to a loopback address in Firefox is a failure of its own', () => {
  const noMedia = ConnectionError.internal('could not establish pc connection');
  const kind = (server: string, isFirefox: boolean) =>
    connectFailure(noMedia, { address: server, token }, isFirefox).kind;
  expect(kind('ws://localhost:3000', true)).toBe('firefox_loopback');
  expect(kind('ws://127.0.0.1:3000', true)).toBe('firefox_loopback');
  expect(kind('wss://room.example', true)).toBe('media_blocked');
  expect(kind('ws://localhost:3000', false)).toBe('media_blocked');
});

test('the detail for the host never contains text from the SDK', () => {
  const secret = 'text of the SDK';
  const errors = [
    ConnectionError.notAllowed(secret, 401),
    ConnectionError.serverUnreachable(secret),
    ConnectionError.internal(`could not establish pc connection ${secret}`),
    ConnectionError.websocket(secret),
    refusal(token, `expired ${secret}`),
    new TypeError(secret),
    secret,
  ];
  for (const error of errors) {
    const { detail } = connectFailure(error, { address, token }, false);
    expect(detail).not.toContain(secret);
    expect(detail).not.toContain('eyJ');
  }
});

test('the guest’s clock decides whether the clock of the token endpoint or of LiveKit is wrong', () => {
  const early = tokenOf({ nbf: 300, exp: 900 });
  const old = tokenOf({ nbf: -1500, exp: -300 });
  const kind = (refused: string, why: string) =>
    connectFailure(refusal(refused, why), { address, token: refused }, false).kind;
  expect(kind(early, 'not valid yet')).toBe('token_clock_wrong');
  expect(kind(old, 'expired')).toBe('token_clock_wrong');
  expect(kind(token, 'not valid yet')).toBe('livekit_clock_wrong');
  expect(kind(token, 'expired')).toBe('livekit_clock_wrong');
  expect(kind('eyJh.not base64.x', 'expired')).toBe('token_rejected');
});
