import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const address = new URL('https://room.example/rooms/config.json');

test('without a setting the token endpoint is /token on the page’s own origin', () => {
  expect(parseConfig('{}', address)).toEqual({
    ok: true,
    value: { tokenEndpoint: 'https://room.example/token' },
  });
});

test('a token endpoint elsewhere is taken as it is, a relative one from the file’s place', () => {
  expect(parseConfig('{"tokenEndpoint":"https://api.example:5000/"}', address)).toMatchObject({
    value: { tokenEndpoint: 'https://api.example:5000/' },
  });
  expect(parseConfig('{"tokenEndpoint":"token"}', address)).toMatchObject({
    value: { tokenEndpoint: 'https://room.example/rooms/token' },
  });
});

test.each(['{', '[]', 'null', '{"tokenEndpoint":5}', '{"tokenEndpoint":"https://"}'])(
  'a broken file is named with its address: %s',
  (text) => {
    const result = parseConfig(text, address);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'config_broken' } });
    expect(JSON.stringify(result)).toContain(address.href);
  },
);
