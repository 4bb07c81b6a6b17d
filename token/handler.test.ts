import { TokenVerifier } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import type { TokenAnswer } from '../common/contract.ts';
import { noAnswer, refusal, testHandler, testKeys } from './testing/parts.ts';

async function claims(token: string) {
  return await new TokenVerifier(testKeys.apiKey, testKeys.apiSecret).verify(token);
}

test.each(['/', '/token'])('GET %s returns a token for the default room as plain text', async (path) => {
  const response = await testHandler({ ROOMS: 'kitchen,garden' }).ask(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect((await claims(await response.text())).video).toMatchObject({ room: 'kitchen', roomJoin: true });
});

test.each(['/', '/token'])('POST %s answers in LiveKit’s contract', async (path) => {
  const response = await testHandler().ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ room_name: 'my-first-room', participant_name: '花子' }),
  });
  expect(response.status).toBe(201);
  const answer: unknown = await response.json();
  expect(answer).toEqual({ server_url: 'wss://room.example', participant_token: expect.any(String) });
  const [token = ''] = /eyJ[\w.-]+/.exec(JSON.stringify(answer)) ?? [];
  expect(await claims(token)).toMatchObject({
    name: '花子',
    video: { room: 'my-first-room' },
    roomConfig: { maxParticipants: 25 },
  });
});

test('HEAD is answered like GET, without the token', async () => {
  const response = await testHandler().ask('/token', { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test('same-origin gives clients the host of their request', async () => {
  const { post } = testHandler({ LIVEKIT_URL: 'same-origin', TRUSTED_PROXY_HOPS: '1' });
  const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'room.example' };
  expect(await (await post({}, forwarded)).json()).toMatchObject({ server_url: 'wss://room.example' });
  expect(await refusal(await post({}, { 'X-Forwarded-Host': 'a/b' }))).toBe('400 request_invalid');
});

test.each([
  [{ room_name: 'attic' }, '403 room_not_allowed'],
  [{ participant_name: ' ' }, '400 name_invalid'],
  [{ participant_identity: 'me' }, '400 request_invalid'],
  ['{', '400 json_invalid'],
  ['', '400 json_invalid'],
  ['[]', '400 request_invalid'],
])('POST of %j is refused: %s', async (body, expected) => {
  expect(await refusal(await testHandler().post(body))).toBe(expected);
});

test('a body that is not UTF-8 is refused as invalid JSON', async () => {
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: Uint8Array.of(0x22, 0xff, 0x22),
  };
  expect(await refusal(await testHandler().ask('/token', init))).toBe('400 json_invalid');
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])(
  'a body of type %s is refused',
  async (type) => {
    expect(await refusal(await testHandler().post('{}', { 'Content-Type': type }))).toBe(
      '415 type_not_supported',
    );
  },
);

test('a body of 8 kB is accepted, one byte more is not', async () => {
  const { post } = testHandler();
  const withLength = (length: number) => {
    const frame = JSON.stringify({ unknown_to_us: '' }).length;
    return JSON.stringify({ unknown_to_us: 'x'.repeat(length - frame) });
  };
  expect((await post(withLength(8192))).status).toBe(201);
  expect(await refusal(await post(withLength(8193)))).toBe('413 body_too_large');
});

test('a body longer than its Content-Length is refused by its real size', async () => {
  const { ask } = testHandler();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 4096;
      controller.enqueue(new Uint8Array(4096).fill(0x20));
    },
  });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': '2' };
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
  expect(await refusal(await ask('/token', init))).toBe('413 body_too_large');
  expect(sent).toBeLessThan(8192 * 4);
});

test.each(['PUT', 'DELETE', 'PATCH', 'QUERY'])(
  '%s is refused, and Allow lists the methods',
  async (method) => {
    const response = await testHandler().ask('/token', { method });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await refusal(response)).toBe('405 method_not_allowed');
  },
);

test.each(['/tokens', '/token/', '/twirp/livekit.RoomService/ListRooms', '/..%2ftoken'])(
  '%s is not found',
  async (path) => expect(await refusal(await testHandler().ask(path))).toBe('404 not_found'),
);

test('a full room is refused before the client connects', async () => {
  const asked: string[] = [];
  const { post, ask } = testHandler({ MAX_PARTICIPANTS: '3', ROOMS: 'full,free' }, (room) => {
    asked.push(room);
    return Promise.resolve(room === 'full' ? 3 : 2);
  });
  expect(await refusal(await post({ room_name: 'full' }))).toBe('409 room_full');
  expect(await refusal(await ask('/token'))).toBe('409 room_full');
  expect((await post({ room_name: 'free' })).status).toBe(201);
  // A full room is looked at twice, because the guest may be in it already.
  expect(asked).toEqual(['full', 'full', 'full', 'full', 'free']);
});

test('a check room needs no entry in ROOMS, and holds two', async () => {
  const { post } = testHandler({ ROOMS: 'kitchen' }, (room) => Promise.resolve(room.endsWith('f') ? 2 : 1));
  expect((await post({ room_name: 'first-room-check-0123456789abcde0' })).status).toBe(201);
  expect(await refusal(await post({ room_name: 'first-room-check-0123456789abcdef' }))).toBe('409 room_full');
});

test('only the answer for a check room contains the handler’s clock and the client address', async () => {
  const { post } = testHandler({ TRUSTED_PROXY_HOPS: '1' });
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.7' };
  const check = await post({ room_name: 'first-room-check-0123456789abcdef' }, headers);
  const { seen }: TokenAnswer = await check.json();
  expect(seen?.address).toBe('203.0.113.7');
  expect(Math.abs(Date.parse(seen?.time ?? '') - Date.now())).toBeLessThan(5000);
  expect(await (await post({}, headers)).json()).not.toHaveProperty('seen');
});

test('the same secret gets the same identity again', async () => {
  const { post } = testHandler();
  const identities = ['0b7f3a52-7d59-4c1e-9e0f-6a2f4c1d8b90', '0b7f3a52-7d59-4c1e-9e0f-6a2f4c1d8b90', ''].map(
    async (participant_identity) => {
      const answer = await post({ participant_identity });
      const [token = ''] = /eyJ[\w.-]+/.exec(await answer.text()) ?? [];
      return (await claims(token)).sub;
    },
  );
  const [first, again, other] = await Promise.all(identities);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('a token is granted and a warning logged when LiveKit does not say whether the room is full', async () => {
  const { post, lines } = testHandler({}, noAnswer);
  expect((await post({})).status).toBe(201);
  expect(lines.join()).toContain('LiveKit did not say whether the room is full');
});

test('nobody but a host gets into a room that is closed by default while LiveKit does not say who may enter', async () => {
  const hostKey = 'red-kettle-forty9';
  const environment = { ROOM_ENTRY: 'locked', HOST_KEY: hostKey };
  const { post } = testHandler(environment, noAnswer);
  expect(await refusal(await post({}))).toBe('502 livekit_failed');
  expect((await post({}, { Authorization: `Bearer ${hostKey}` })).status).toBe(201);
});

test('an unexpected error is answered as a refusal and logged', async () => {
  const { handler, ask, lines } = testHandler();
  handler.get('/bug', () => {
    throw new Error('something broke');
  });
  expect(await refusal(await ask('/bug'))).toBe('500 internal_error');
  expect(lines.join()).toContain('something broke');
});

test('an address has a limit of requests per minute, and gets Retry-After', async () => {
  const { ask } = testHandler({ RATE_LIMIT_PER_MINUTE: '2' });
  expect((await ask('/token')).status).toBe(200);
  expect((await ask('/nothing')).status).toBe(404);
  const third = await ask('/token');
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await refusal(third)).toBe('429 rate_limited');
  expect((await ask('/token', {}, '192.0.2.2')).status).toBe(200);
  expect((await ask('/healthz')).status).toBe(200);
});

test('the addresses of one IPv6 household share a limit', async () => {
  const { ask } = testHandler({ RATE_LIMIT_PER_MINUTE: '1' });
  expect((await ask('/token', {}, '2001:db8:1:2::a')).status).toBe(200);
  expect((await ask('/token', {}, '2001:db8:1:2:ffff::b')).status).toBe(429);
  expect((await ask('/token', {}, '2001:db8:1:3::a')).status).toBe(200);
});

test('behind a proxy each client has its own limit, and forged entries are ignored', async () => {
  const { ask } = testHandler({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXY_HOPS: '1' });
  const from = (forwardedFor: string) => ask('/token', { headers: { 'X-Forwarded-For': forwardedFor } });
  expect((await from('198.51.100.1')).status).toBe(200);
  expect((await from('198.51.100.2')).status).toBe(200);
  expect((await from('203.0.113.9, 198.51.100.1')).status).toBe(429);
});

test('/healthz allows GET and HEAD only', async () => {
  const { ask } = testHandler();
  expect(await (await ask('/healthz')).text()).toBe('ok');
  expect(await refusal(await ask('/healthz', { method: 'POST' }))).toBe('405 method_not_allowed');
});
