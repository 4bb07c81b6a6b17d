import { expect, test } from 'vitest';
import { checkLink, readAddress, roomLink } from './address.ts';

function read(query: string) {
  return readAddress(new URL(`https://room.example/${query}`));
}

test('an address without a query opens the default room', () => {
  expect(read('')).toEqual({
    room: 'my-first-room',
    name: undefined,
    language: undefined,
    isCheck: false,
  });
});

test('room, name and language are taken from the query', () => {
  expect(read('?room=kitchen&name=%20Aiko%20&lang=ja')).toEqual({
    room: 'kitchen',
    name: 'Aiko',
    language: 'ja',
    isCheck: false,
  });
});

test('an empty room, an invalid name and an unknown language count as missing', () => {
  expect(read('?room=%20&name=%0A&lang=xx')).toEqual({
    room: 'my-first-room',
    name: undefined,
    language: undefined,
    isCheck: false,
  });
});

test('links to the connection check and back keep room, language and key, but not the name', () => {
  const room = 'https://room.example/?room=tea&name=Aiko&lang=ja#key=blue-kettle-forty9';
  const check = checkLink(new URL(room));
  expect(read(new URL(check).search)).toMatchObject({ room: 'tea', name: undefined, isCheck: true });
  expect(roomLink(new URL(check))).toBe('https://room.example/?room=tea&lang=ja#key=blue-kettle-forty9');
});
