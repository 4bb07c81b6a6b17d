import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { SignallingFailure } from '../join/openSignalling.ts';
import type { SignallingObservation } from './askSignalling.ts';
import { judgeHold, judgeSignalling, judgeVersion } from './judgeSignalling.ts';

const answer = (status: number, body = '') => success({ status, headers: {}, body });

const longAddresses = (six: number, twelve: number) => [
  { bytes: 6000, answer: answer(six) },
  { bytes: 12_000, answer: answer(twelve) },
];

const cut: SignallingObservation = {
  validate: answer(200, 'success'),
  longAddresses: longAddresses(200, 200),
  webSocket: failed({ kind: 'not upgraded', status: 404 }),
};

const judge = (observed: Partial<SignallingObservation>) => judgeSignalling({ ...cut, ...observed });

test.each([
  [401, 'invalid API key: APIx', "does not know the token handler's API key"],
  [401, 'invalid token: eyJ.x.y, error: token signature is invalid', 'secret is not the one'],
  [401, 'invalid token: eyJ.x.y, error: token has invalid claims: token is not valid yet', 'clock is ahead'],
  [401, 'invalid token: eyJ.x.y, error: token has invalid claims: token is expired', 'clock is behind'],
  [502, '<html>', 'LiveKit is not running'],
  [414, '', '414 (URI Too Long)'],
  [200, '<!doctype html>', 'the path does not lead to LiveKit'],
  [404, 'Not found', 'the path does not lead to LiveKit'],
])('the answer %i %j has its own finding, which does not contain the token', (status, body, seen) => {
  const [signalling, long, webSocket] = judge({
    validate: answer(status, body),
    longAddresses: longAddresses(status, status),
  });
  expect(signalling).toMatchObject({ state: 'wrong', seen: expect.stringContaining(seen) });
  expect(JSON.stringify(signalling)).not.toContain('eyJ');
  // The doctor does not report the steps after the faulty one as wrong: they would fail only because of that fault.
  expect(long?.state).toBe(status === 200 || status === 401 ? 'fine' : 'not tried');
  expect(webSocket?.state).toBe('not tried');
});

test.each([
  [414, '414 (URI Too Long)'],
  [431, '431 (Request Header Fields Too Large)'],
  [400, "400 (Bad Request: so OCI's load balancer and haproxy say"],
  [502, '502, a short one does not'],
])('a long address that gets %i is wrong', (status, seen) => {
  expect(judge({ longAddresses: longAddresses(status, status) })[1]).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining(`an address of 6 kB gets ${seen}`),
  });
});

test('a limit of 8 kB is wrong, although a usual join stays below it', () => {
  expect(judge({ longAddresses: longAddresses(200, 400) })[1]).toMatchObject({
    state: 'wrong',
    seen: expect.stringMatching(
      /^an address of 12 kB gets 400 .*; an address of 6 kB gets through, so only guests/,
    ),
    cure: { advice: expect.stringContaining('HTTP_HEADER') },
  });
});

test.each<[SignallingFailure, string]>([
  [{ kind: 'not upgraded', status: 404 }, '/rtc answers 404 instead of becoming a WebSocket'],
  [{ kind: 'not upgraded', status: 426 }, '/rtc answers 426 instead of becoming a WebSocket'],
  [{ kind: 'not upgraded', status: 503 }, 'it has reached a limit'],
  [{ kind: 'not LiveKit' }, 'LiveKit sends nothing on it'],
  [{ kind: 'no answer', code: 'ECONNRESET' }, 'cuts the connection'],
])('%j is wrong', (failure, seen) => {
  expect(judge({ webSocket: failed(failure) })[2]).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining(seen),
  });
});

test('a connection ended by LiveKit itself counts as held, one that was cut does not', () => {
  expect(judgeHold({ seconds: 60.4, end: 'ended by LiveKit' }).state).toBe('fine');
  expect(judgeHold({ seconds: 75, end: 'stood' }).state).toBe('fine');
  expect(judgeHold({ seconds: 30.2, end: 'cut' })).toMatchObject({
    state: 'wrong',
    seen: 'a connection was closed after 30 s, although both sides ping',
  });
});

test('a version that is not the tested one is to look at', () => {
  expect(judgeVersion('1.13.5', '1.13.5').state).toBe('fine');
  expect(judgeVersion('1.9.0', '1.13.5')).toMatchObject({
    state: 'look',
    seen: expect.stringContaining('1.9.0'),
  });
});
