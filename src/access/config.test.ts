import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const address = new URL('https://room.example/rooms/config.json');

test('the default token endpoint is /token on the page’s own origin', () => {
  expect(parseConfig('{}', address)).toEqual({
    ok: true,
    value: { tokenEndpoint: 'https://room.example/token' },
  });
});

test('an absolute token endpoint is used unchanged, a relative one is resolved against the file’s address', () => {
  expect(parseConfig('{"tokenEndpoint":"https://api.example:5000/"}', address)).toMatchObject({
    value: { tokenEndpoint: 'https://api.example:5000/' },
  });
  expect(parseConfig('{"tokenEndpoint":"token"}', address)).toMatchObject({
    value: { tokenEndpoint: 'https://room.example/rooms/token' },
  });
});

test.each([
  'ftp://api.example/token',
  'data:application/json,{}',
  'blob:https://room.example/0',
  'javascript:0',
  'ws://api.example/token',
  'http://api.example/token',
  'http://room.example/token',
  'http://127.0.0.1.evil.example/token',
  'https://name:secret@api.example/token',
])('a token endpoint that is not safe for room keys is refused: %s', (tokenEndpoint) => {
  expect(parseConfig(JSON.stringify({ tokenEndpoint }), address)).toMatchObject({
    ok: false,
    failure: { kind: 'config_broken' },
  });
});

test('plain http is accepted on loopback, and on the server of a page that was loaded over http itself', () => {
  const plain = new URL('http://10.0.0.5:3000/config.json');
  for (const [tokenEndpoint, from] of [
    ['http://127.0.0.1:5000/token', address],
    ['http://localhost:5000/token', address],
    ['http://[::1]:5000/token', address],
    ['http://10.0.0.5:5000/token', plain],
  ] as const) {
    expect(parseConfig(JSON.stringify({ tokenEndpoint }), from)).toEqual({
      ok: true,
      value: { tokenEndpoint },
    });
  }
  expect(parseConfig('{"tokenEndpoint":"http://10.0.0.6/token"}', plain)).toMatchObject({ ok: false });
});

test.each(['{', '[]', 'null', '{"tokenEndpoint":5}', '{"tokenEndpoint":"https://"}'])(
  'the failure for an invalid file contains the file’s address: %s',
  (text) => {
    const result = parseConfig(text, address);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'config_broken' } });
    expect(JSON.stringify(result)).toContain(address.href);
  },
);

test('the origin of invitations is an http or https address; another value is ignored', () => {
  expect(parseConfig('{"inviteOrigin":"https://192.168.1.20:3443"}', address)).toMatchObject({
    value: { inviteOrigin: 'https://192.168.1.20:3443' },
  });
  for (const inviteOrigin of ['javascript:0', 'room.example', 5, null]) {
    expect(parseConfig(JSON.stringify({ inviteOrigin }), address)).toEqual({
      ok: true,
      value: { tokenEndpoint: 'https://room.example/token' },
    });
  }
});
