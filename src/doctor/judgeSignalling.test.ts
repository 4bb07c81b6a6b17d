import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { HttpAnswer, Joined, SignallingFacts } from './facts.ts';
import { judgeSignalling } from './judgeSignalling.ts';

const origin = 'https://room.example';

function answer(status: number | undefined, isSuccess = false, ms = 20): HttpAnswer {
  return { status, ms, detail: `GET: ${String(status)}`, isSuccess };
}

const joined: Joined = { openMs: 20, joinMs: 40, version: '1.13.5', iceServers: [], clockAheadMs: 0 };

function judge(facts: Partial<SignallingFacts>) {
  return judgeSignalling({ serverUrl: 'wss://room.example', http: answer(200, true), ...facts }, origin);
}

function kind(facts: Partial<SignallingFacts>) {
  return judge(facts).diagnosis?.kind;
}

test('a LiveKit that answers and accepts the join is fine', () => {
  expect(judge({ socket: success(joined) })).toMatchObject({ verdict: 'fine' });
});

test.each([414, 431, 400, undefined])(
  'a long URL that gets %s, while a short one works, was cut',
  (status) => {
    const { verdict, diagnosis } = judge({ http: answer(status), shortHttp: answer(200, true) });
    expect({ verdict, kind: diagnosis?.kind, what: diagnosis?.what }).toEqual({
      verdict: 'blocked',
      kind: 'address_cut',
      what: status === undefined ? '' : String(status),
    });
  },
);

test.each([
  [401, 'token_rejected'],
  [404, 'signalling_not_passed'],
  [502, 'signalling_unreachable'],
  [undefined, 'signalling_unreachable'],
  // The status 200 does not mean that LiveKit has answered, because a web server that answers every path with a page
  // sends it as well.
  [200, 'signalling_not_passed'],
])('a short URL that gets %s as well means %s', (status, expected) => {
  expect(kind({ http: answer(status), shortHttp: answer(status) })).toBe(expected);
});

test('a WebSocket closed at once has lost its Upgrade header, and one without an answer is held back', () => {
  expect(kind({ socket: failed({ at: 'opening', how: 'closed', afterMs: 12 }) })).toBe('upgrade_lost');
  expect(kind({ socket: failed({ at: 'opening', how: 'timeout', afterMs: 4000 }) })).toBe('socket_held');
  expect(kind({ socket: failed({ at: 'joining', how: 'timeout', afterMs: 4000 }) })).toBe('socket_silent');
  expect(kind({ socket: failed({ at: 'joining', how: 'closed', afterMs: 20 }) })).toBe('socket_silent');
});

test('a socket that a proxy closes while it is silent limits calls', () => {
  expect(judge({ socket: success(joined), cutAfterMs: 2900 })).toMatchObject({
    verdict: 'limited',
    diagnosis: { kind: 'socket_cut', what: '3' },
  });
});

test('a slow answer is reported with its duration, and a wrong clock with its offset', () => {
  const late = judge({
    http: answer(200, true, 2500),
    socket: success({ ...joined, clockAheadMs: -90_000 }),
  });
  expect(late).toMatchObject({ verdict: 'slow', diagnosis: { kind: 'server_slow', what: '2500 ms' } });
  expect(late.findings).toContainEqual({ kind: 'clock_behind', facts: ['livekit', 90] });
});

test('the port to open is LiveKit’s own, and none if LiveKit is behind the page’s proxy', () => {
  const silent = { http: answer(undefined), shortHttp: answer(undefined) };
  expect(judge({ ...silent, serverUrl: 'wss://live.example:7880' }).diagnosis?.ports).toEqual([
    { protocol: 'tcp', port: 7880 },
  ]);
  expect(judge({ ...silent, serverUrl: 'wss://live.example' }).diagnosis?.ports).toEqual([
    { protocol: 'tcp', port: 443 },
  ]);
  expect(judge(silent).diagnosis?.ports).toEqual([]);
});
