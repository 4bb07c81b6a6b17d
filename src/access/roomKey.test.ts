import { expect, test } from 'vitest';
import { createRoomKey } from './roomKey.ts';

const key = 'blue-kettle-forty9';

/** A tab whose address is this. */
function open(href: string) {
  let address = new URL(href);
  let tell = () => {};
  const roomKey = createRoomKey({
    read: () => new URL(address),
    replace: (next) => (address = new URL(next)),
    onChange: (listener) => (tell = listener),
  });
  function follow(link: string) {
    address = new URL(link);
    tell();
  }
  return { roomKey, follow, address: () => address.href };
}

test('the key in the address is shown at the door without asking', () => {
  expect(open(`https://room.example/?room=tea#key=${key}`).roomKey.getState()).toEqual({
    text: key,
    isAsked: false,
  });
});

test('a typed key goes into the address once it has opened the door, and not before', () => {
  const { roomKey, address } = open('https://room.example/?room=tea');
  roomKey.ask();
  roomKey.write(` ${key} `);
  expect(roomKey.getState()).toEqual({ text: ` ${key} `, isAsked: true });
  expect(address()).toBe('https://room.example/?room=tea');
  roomKey.keep(` ${key} `);
  expect(address()).toBe(`https://room.example/?room=tea#key=${key}`);
});

test('a room without a key leaves the address alone', () => {
  const { roomKey, address } = open('https://room.example/#top');
  roomKey.keep('');
  expect(address()).toBe('https://room.example/#top');
});

test('another link opened in the same tab brings its key, and one without a key takes none away', () => {
  const { roomKey, follow } = open('https://room.example/');
  let heard = 0;
  roomKey.subscribe(() => (heard += 1));
  follow(`https://room.example/#key=${key}`);
  expect(roomKey.getState().text).toBe(key);
  follow('https://room.example/#top');
  expect(roomKey.getState().text).toBe(key);
  expect(heard).toBe(1);
});
