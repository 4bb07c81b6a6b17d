import { expect, test } from 'vitest';
import { keyIn, readAddress, withKey } from './address.ts';

function read(query: string) {
  return readAddress(new URL(`https://room.example/${query}`));
}

test('an address without a query opens the default room', () => {
  expect(read('')).toEqual({ room: 'my-first-room', name: undefined, language: undefined });
});

test('room, name and language are taken from the query', () => {
  expect(read('?room=kitchen&name=%20Aiko%20&lang=ja')).toEqual({
    room: 'kitchen',
    name: 'Aiko',
    language: 'ja',
  });
});

test('an empty room, a name that can not be one and an unknown language read as not given', () => {
  expect(read('?room=%20&name=%0A&lang=xx')).toEqual({
    room: 'my-first-room',
    name: undefined,
    language: undefined,
  });
});

test('the key is read from behind #, and put there', () => {
  const plain = new URL('https://room.example/?room=tea');
  const keyed = new URL('https://room.example/?room=tea#key=blue-kettle-forty9');
  expect(keyIn(keyed)).toBe('blue-kettle-forty9');
  expect(withKey(plain, 'blue-kettle-forty9').href).toBe(keyed.href);
  expect(withKey(keyed, undefined).href).toBe(plain.href);
});

test('a key in the query, an empty one and another fragment read as not given', () => {
  for (const end of ['?key=blue-kettle-forty9', '#key=', '#key=%20', '#blue-kettle-forty9', '']) {
    expect(keyIn(new URL(`https://room.example/${end}`))).toBeUndefined();
  }
});
