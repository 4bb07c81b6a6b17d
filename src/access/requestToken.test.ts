import { expect, test } from 'vitest';
import { readAnswer, requestToken } from './requestToken.ts';

const token = 'aaa.bbb.ccc';

function kind(status: number, answer: unknown) {
  const result = readAnswer('POST /token', status, answer);
  return result.ok ? 'granted' : result.failure.kind;
}

test('an answer that follows the token contract is a grant', () => {
  expect(
    readAnswer('', 201, { server_url: 'wss://room.example', participant_token: token, more: 1 }),
  ).toEqual({ ok: true, value: { serverUrl: 'wss://room.example', token } });
});

test.each([
  undefined,
  null,
  'hello',
  {},
  { server_url: 'wss://room.example' },
  { server_url: 'room.example', participant_token: token },
  { server_url: 'javascript:alert(1)', participant_token: token },
  { server_url: 'wss://room.example', participant_token: 'not a token' },
  { server_url: 7, participant_token: token },
])('an answer that does not follow the contract is a broken answer: %j', (answer) => {
  expect(kind(200, answer)).toBe('token_answer_broken');
});

test.each([
  [409, 'room_full', 'room_full'],
  [403, 'room_not_allowed', 'room_not_allowed'],
  [400, 'name_invalid', 'name_invalid'],
  [401, 'key_missing', 'key_missing'],
  [401, 'key_wrong', 'key_wrong'],
  [429, 'rate_limited', 'rate_limited'],
  [415, 'type_not_supported', 'refused'],
  [500, 'internal_error', 'token_endpoint_failed'],
  [502, 'upstream_unreachable', 'token_endpoint_unreachable'],
])('the refusal %i %s is the failure %s', (status, code, told) => {
  expect(kind(status, { error: { code, message: 'why' } })).toBe(told);
});

test.each(['blue kettle forty nine', 'short', 'やかんやかんやかんやかんやかん12'])(
  'the invalid key “%s” is refused without a request',
  async (key) => {
    // Nothing listens at this address, so a request that is sent fails as unreachable.
    const asked = requestToken(
      'http://127.0.0.1:1/',
      { room: 'tea', name: 'Aiko', key, secret: 's' },
      AbortSignal.timeout(5000),
    );
    expect(await asked).toEqual({ ok: false, failure: { kind: 'key_wrong', detail: '' } });
  },
);

test('without a JSON body the status determines the failure', () => {
  expect(kind(504, undefined)).toBe('token_endpoint_unreachable');
  expect(kind(500, '<html>')).toBe('token_endpoint_failed');
  expect(kind(404, '<html>')).toBe('token_answer_broken');
  expect(kind(401, undefined)).toBe('refused');
});

test('the detail for the host never contains the token', () => {
  expect(JSON.stringify(readAnswer('d', 200, { server_url: 'x', participant_token: token }))).not.toContain(
    token,
  );
});

test('a guest who has to be admitted gets the token for the waiting room; without one the refusal has no other meaning than before', () => {
  const error = { code: 'knock_required', message: 'why' };
  const grant = { server_url: 'wss://room.example', participant_token: token };
  expect(readAnswer('', 403, { error, ...grant })).toMatchObject({
    failure: { kind: 'knock_required', waiting: { serverUrl: 'wss://room.example', token } },
  });
  expect(kind(403, { error })).toBe('refused');
  expect(kind(403, { error: { ...error, code: 'room_locked' }, ...grant })).toBe('room_locked');
});
