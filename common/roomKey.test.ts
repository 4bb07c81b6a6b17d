import { expect, test } from 'vitest';
import { keyIn, parseRoomKey, passIn, withKey, withPass } from './roomKey.ts';

test('white space around a key is ignored, and full-width characters count as narrow ones', () => {
  expect(parseRoomKey(' blue_kettle-forty9\n')).toBe('blue_kettle-forty9');
  expect(parseRoomKey('ｂｌｕｅ＿ｋｅｔｔｌｅ－ｆｏｒｔｙ９')).toBe('blue_kettle-forty9');
});

test('a key has 16 to 128 characters', () => {
  expect(parseRoomKey('x'.repeat(15))).toBeUndefined();
  expect(parseRoomKey('x'.repeat(16))).toBe('x'.repeat(16));
  expect(parseRoomKey('x'.repeat(128))).toBe('x'.repeat(128));
  expect(parseRoomKey('x'.repeat(129))).toBeUndefined();
});

test.each([
  'blue kettle forty nine',
  'blue/kettle/forty/nine',
  'blue.kettle.forty.',
  'やかんやかんやかんやかんやかん12',
])('“%s” is no key: a link or a header could lose a part of it', (text) =>
  expect(parseRoomKey(text)).toBeUndefined(),
);

test('the key is read from the fragment of the address, and written there', () => {
  const plain = new URL('https://room.example/?room=tea');
  const keyed = new URL('https://room.example/?room=tea#key=blue-kettle-forty9');
  expect(keyIn(keyed)).toBe('blue-kettle-forty9');
  expect(withKey(plain, 'blue-kettle-forty9').href).toBe(keyed.href);
  expect(withKey(keyed, undefined).href).toBe(plain.href);
});

test('an address gets a host key or an invitation beside the room key', () => {
  const keyed = new URL('https://room.example/?room=tea#key=blue-kettle-forty9');
  for (const [name, pass] of [
    ['host', 'red-kettle-forty-nine'],
    ['invite', 'eyJ0.eyJ1.c2ln'],
  ] as const) {
    const own = withPass(keyed, pass);
    expect(own.hash).toBe(`#${name}=${pass}&key=blue-kettle-forty9`);
    expect(passIn(own)).toBe(pass);
    expect(withKey(own, keyIn(own)).href).toBe(keyed.href);
  }
});

test('a key in the query, an empty key and another fragment count as no key', () => {
  for (const end of ['?key=blue-kettle-forty9', '#key=', '#key=%20', '#blue-kettle-forty9', '']) {
    expect(keyIn(new URL(`https://room.example/${end}`))).toBeUndefined();
  }
});
