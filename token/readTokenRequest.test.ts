import { expect, test } from 'vitest';
import { readTokenRequest } from './readTokenRequest.ts';

const rooms = ['my-first-room', 'kitchen'] as const;

function read(body: unknown) {
  return readTokenRequest(body, [...rooms]);
}

function code(body: unknown) {
  const result = read(body);
  return result.ok ? 'granted' : result.refused.code;
}

test('every field is optional', () => {
  expect(read({})).toEqual({ ok: true, value: { room: 'my-first-room' } });
});

test('every field that a guest may set is read', () => {
  expect(
    read({
      room_name: 'kitchen',
      participant_name: ' Aiko ',
      participant_identity: '0b7f3a52-7d59-4c1e-9e0f-6a2f4c1d8b90',
      participant_metadata: '{"seat":3}',
      participant_attributes: { hand: 'up' },
      something_new: true,
    }),
  ).toEqual({
    ok: true,
    value: {
      room: 'kitchen',
      name: 'Aiko',
      secret: '0b7f3a52-7d59-4c1e-9e0f-6a2f4c1d8b90',
      metadata: '{"seat":3}',
      attributes: { hand: 'up' },
    },
  });
});

test.each([null, ''])('a field that is %j counts as absent', (nothing) => {
  expect(
    read({
      room_name: nothing,
      participant_name: nothing,
      participant_identity: nothing,
      participant_metadata: nothing,
      participant_attributes: nothing,
      room_config: nothing,
    }),
  ).toEqual({ ok: true, value: { room: 'my-first-room' } });
});

test('an empty object for attributes or room_config counts as absent', () => {
  expect(read({ participant_attributes: {}, room_config: {} })).toEqual({
    ok: true,
    value: { room: 'my-first-room' },
  });
});

test('a room is found regardless of case, and opened under the name that the host wrote', () => {
  expect(read({ room_name: 'Kitchen' })).toEqual({ ok: true, value: { room: 'kitchen' } });
});

test('metadata and attributes of more than 1024 bytes are refused', () => {
  expect(code({ participant_metadata: 'x'.repeat(1024) })).toBe('granted');
  expect(code({ participant_metadata: 'が'.repeat(342) })).toBe('request_invalid');
  expect(code({ participant_attributes: { hand: 'x'.repeat(1020) } })).toBe('granted');
  expect(code({ participant_attributes: { hand: 'x'.repeat(1021) } })).toBe('request_invalid');
  const many = Object.fromEntries(Array.from({ length: 300 }, (_none, index) => [`a${String(index)}`, '']));
  expect(code({ participant_attributes: many })).toBe('request_invalid');
});

test.each([{ room_name: 'attic' }, { room_name: 'my-first-rooms' }, { room_name: 'kit chen' }])(
  'a room that is not in ROOMS is refused: %j',
  (body) => expect(code(body)).toBe('room_not_allowed'),
);

test('a name is cleaned as it will be shown', () => {
  expect(read({ participant_name: 'Ai\u0000\u202Eko\n(you)' })).toMatchObject({ value: { name: 'Aiko' } });
});

test.each(['   ', 'x'.repeat(61), '\u3164', '\u200b\u202E'])('the name %j is refused', (name) => {
  expect(code({ participant_name: name })).toBe('name_invalid');
});

test.each([
  [],
  'text',
  7,
  null,
  true,
  { room_name: 7 },
  { room_name: {} },
  { participant_name: ['Aiko'] },
  { participant_name: false },
  { participant_metadata: {} },
  { participant_attributes: [] },
  { participant_attributes: 'hand=up' },
  { participant_attributes: { hand: 1 } },
  { participant_attributes: { hand: null } },
])('a wrong type is refused: %j', (body) => expect(code(body)).toBe('request_invalid'));

test.each(['somebody', 'x'.repeat(21), 'x'.repeat(65), `${'x'.repeat(22)} y`, 7, {}])(
  'an identity that can not be a secret is refused, with the reason: %j',
  (participant_identity) => {
    const identity = read({ participant_identity });
    expect(identity).toMatchObject({ refused: { code: 'request_invalid' } });
    expect(JSON.stringify(identity)).toContain('throw that guest out');
  },
);

test('a room configuration from a guest is refused, with the reason', () => {
  const roomConfig = read({ room_config: { agents: [{ agent_name: 'x' }] } });
  expect(roomConfig).toMatchObject({ refused: { code: 'request_invalid' } });
  expect(JSON.stringify(roomConfig)).toContain('host of the room');
});

test('names of prototype members are ordinary keys', () => {
  const body: unknown = JSON.parse(
    '{"__proto__":{"room_name":"attic"},"constructor":"x","participant_attributes":{"__proto__":"a","constructor":"b"}}',
  );
  const result = read(body);
  if (!result.ok) throw new Error(result.refused.message);
  expect(result.value.room).toBe('my-first-room');
  expect(Object.entries(result.value.attributes ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});
