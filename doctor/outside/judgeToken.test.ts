import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { Grant, TokenFailure, TokenObservation } from './askToken.ts';
import { judgeToken } from './judgeToken.ts';

const target = new URL('https://room.example/');

const grant: Grant = {
  server_url: 'wss://room.example',
  participant_token: 'x.y.z',
  cacheControl: 'no-store',
  date: undefined,
  receivedAt: new Date(),
  seen: { time: new Date().toISOString(), address: '203.0.113.77' },
};

const asker = { guests: 'public', isOnServer: false, ownAddresses: ['10.1.0.4'] } as const;

const good: TokenObservation = {
  endpoint: new URL('/token', target),
  grant: success(grant),
  isOwnRoom: true,
  toNonsense: success({ status: 400, headers: {}, body: '' }),
  toAnyRoom: success({ status: 403, headers: {}, body: '' }),
};

const judge = (observed: Partial<TokenObservation>) => judgeToken({ ...good, ...observed }, target, asker);

const unwell = (observed: Partial<TokenObservation>) =>
  judge(observed).flatMap(({ step, state }) => (state === 'fine' ? [] : [`${state}: ${step}`]));

const refused = (status: number): TokenFailure => ({ kind: 'refused', status, retryAfter: '7' });

test("First Room's own handler is fine", () => {
  expect(unwell({})).toEqual([]);
});

test('a handler without check rooms is mentioned', () => {
  expect(judge({ isOwnRoom: false })[0]).toMatchObject({
    state: 'fine',
    seen: expect.stringContaining('the usual room'),
  });
});

test.each([
  [refused(404), 'wrong', 'the path does not lead to the token handler'],
  [refused(429), 'wrong', '429: too many requests from this address (again in 7 s)'],
  [refused(502), 'wrong', 'the token handler is not running'],
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

test('a LiveKit address that pages may not or can not reach is wrong', () => {
  const at = (server_url: string) => unwell({ grant: success({ ...grant, server_url }) });
  expect(at('ws://room.example')).toEqual(["wrong: token: LiveKit's address"]);
  expect(at('wss://127.0.0.1:7880')).toEqual(["wrong: token: LiveKit's address"]);
  // For a loopback address the doctor advises another LIVEKIT_URL, whether the address begins with ws: or wss:.
  expect(judge({ grant: success({ ...grant, server_url: 'ws://localhost:7880' }) })[1]).toMatchObject({
    cure: { lines: expect.arrayContaining([expect.stringContaining('LIVEKIT_URL=same-origin')]) },
  });
  expect(at('wss://livekit.example')).toEqual([]);
});

test('a handler that opens any room, or allows any origin, is to look at', () => {
  expect(unwell({ toAnyRoom: success({ status: 201, headers: {}, body: '' }) })).toEqual([
    'look: token: refusals',
  ]);
  const headers = { 'access-control-allow-origin': '*' };
  expect(unwell({ toNonsense: success({ status: 400, headers, body: '' }) })).toEqual(['look: token: CORS']);
  expect(unwell({ grant: success({ ...grant, cacheControl: undefined }) })).toEqual(['look: token: cache']);
});

test('a handler that trusts forged addresses, or sees a proxy instead of guests, is wrong', () => {
  const seenAs = (address: string, from = {}) =>
    judgeToken(
      { ...good, grant: success({ ...grant, seen: { time: '2026-11-29T10:00:00Z', address } }) },
      target,
      { ...asker, ...from },
    ).find(({ step }) => step === 'token: who asks');
  expect(seenAs('192.0.2.1')).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining('can forge'),
    cure: { lines: expect.arrayContaining(['OCI: listener, protocol: HTTP, port: 443, SSL']) },
  });
  expect(seenAs('10.0.0.5')).toMatchObject({ state: 'wrong', seen: expect.stringContaining('10.0.0.5') });
  expect(seenAs('10.1.0.4')?.state).toBe('fine');
  // A client at the loopback address is nginx, even when this address is among the doctor's own: every machine has it,
  // the server too.
  const unbelieving = { ...grant, server_url: 'ws://room.example', seen: { time: '', address: '127.0.0.1' } };
  expect(
    judge({ grant: success(unbelieving) }).flatMap(({ step, state }) => (state === 'wrong' ? [step] : [])),
  ).toEqual(['token: who asks']);
  for (const isOnServer of [true, false]) {
    expect(seenAs('127.0.0.1', { isOnServer, ownAddresses: ['127.0.0.1', '203.0.113.20'] })).toMatchObject({
      state: 'wrong',
      seen: expect.stringContaining('nginx on its own machine'),
    });
  }
  expect(seenAs('10.0.0.5', { isOnServer: true })?.state).toBe('fine');
  expect(seenAs('10.0.0.5', { guests: 'private' })?.state).toBe('fine');
});

test('a foreign handler need not report client addresses', () => {
  const { seen: _seen, ...other } = grant;
  expect(judge({ grant: success(other) }).find(({ step }) => step === 'token: who asks')?.state).toBe(
    'not tried',
  );
});
