import { expect, test } from 'vitest';
import { readAddress } from './address.ts';

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
