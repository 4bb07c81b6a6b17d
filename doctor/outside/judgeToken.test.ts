import { expect, test } from 'vitest';
import { failed, success } from '../../src/result.ts';
import type { Grant, TokenFailure, TokenObservation } from './askToken.ts';
import { judgeToken } from './judgeToken.ts';

const target = new URL('https://room.example/');

const grant: Grant = {
  server_url: 'wss://room.example',
  participant_token: 'x.y.z',
  cacheControl: 'no-store',
  date: undefined,
  receivedAt: new Date(),
};

const good: TokenObservation = {
  endpoint: new URL('/token', target),
  grant: success(grant),
  isOwnRoom: true,
  toNonsense: success({ status: 400, headers: {}, body: '' }),
  toAnyRoom: success({ status: 403, headers: {}, body: '' }),
};

const judge = (observed: Partial<TokenObservation>) => judgeToken({ ...good, ...observed }, target);

const unwell = (observed: Partial<TokenObservation>) =>
  judge(observed).flatMap(({ step, state }) => (state === 'fine' ? [] : [`${state}: ${step}`]));

const refused = (status: number): TokenFailure => ({ kind: 'refused', status, retryAfter: '7' });

test('our handler is fine', () => {
  expect(unwell({})).toEqual([]);
});

test('that no room is meant for checks is said', () => {
  expect(judge({ isOwnRoom: false })[0]).toMatchObject({
    state: 'fine',
    seen: expect.stringContaining('the usual room'),
  });
});

test.each([
  [refused(404), 'wrong', 'the path does not lead to the token handler'],
  [refused(429), 'wrong', '429: too many requests from this address (again in 7 s)'],
  [refused(502), 'wrong', 'the token handler does not run'],
  [refused(500), 'wrong', '/token answers 500 to POST'],
  [refused(409), 'wrong', 'the room is full'],
  [refused(401), 'not tried', 'ROOM_KEY'],
  [{ kind: 'no answer', code: 'timeout' } as const, 'wrong', 'room.example does not answer in 8 s'],
  [{ kind: 'not a grant' } as const, 'wrong', 'not with a token'],
])('%j is %s', (failure, state, seen) => {
  expect(judge({ grant: failed(failure) })).toMatchObject([
    { step: 'token', state, seen: expect.stringContaining(seen) },
  ]);
});

test('an address that pages may not or can not reach is wrong', () => {
  const at = (server_url: string) => unwell({ grant: success({ ...grant, server_url }) });
  expect(at('ws://room.example')).toEqual(["wrong: token: LiveKit's address"]);
  expect(at('wss://127.0.0.1:7880')).toEqual(["wrong: token: LiveKit's address"]);
  expect(at('wss://livekit.example')).toEqual([]);
});

test('a handler that opens any room, or lets any page ask, is to look at', () => {
  expect(unwell({ toAnyRoom: success({ status: 201, headers: {}, body: '' }) })).toEqual([
    'look: token: refusals',
  ]);
  const headers = { 'access-control-allow-origin': '*' };
  expect(unwell({ toNonsense: success({ status: 400, headers, body: '' }) })).toEqual(['look: token: CORS']);
  expect(unwell({ grant: success({ ...grant, cacheControl: undefined }) })).toEqual(['look: token: cache']);
});
