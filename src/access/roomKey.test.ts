import { expect, test } from 'vitest';
import { createRoomKey, createTicket } from './roomKey.ts';

const key = 'blue-kettle-forty9';

/** The room key of a tab whose page has this address. */
function open(href: string, kept = '') {
  let address = new URL(href);
  let tell = () => {};
  const roomKey = createRoomKey(
    {
      read: () => new URL(address),
      replace: (next) => (address = new URL(next)),
      onChange: (listener) => (tell = listener),
    },
    { read: () => kept || undefined, write: (pass) => (kept = pass) },
  );
  function follow(link: string) {
    address = new URL(link);
    tell();
  }
  return { roomKey, follow, address: () => address.href, kept: () => kept };
}

test('a key in the address is used without asking the guest', () => {
  expect(open(`https://room.example/?room=tea#key=${key}`).roomKey.getState()).toEqual({
    text: key,
    asked: undefined,
    isHostLinkOld: false,
  });
});

test('a typed key is put into the address only after it was accepted', () => {
  const { roomKey, address } = open('https://room.example/?room=tea');
  roomKey.ask('key_missing');
  roomKey.write(` ${key} `);
  expect(roomKey.getState()).toMatchObject({ text: ` ${key} `, asked: 'key_missing' });
  expect(address()).toBe('https://room.example/?room=tea');
  roomKey.keep(` ${key} `);
  expect(address()).toBe(`https://room.example/?room=tea#key=${key}`);
});

test('a room without a key does not change the address', () => {
  const { roomKey, address } = open('https://room.example/#top');
  roomKey.keep('');
  expect(address()).toBe('https://room.example/#top');
});

test('a link opened in the same tab sets its key, and one without a key keeps the last', () => {
  const { roomKey, follow } = open('https://room.example/');
  let heard = 0;
  roomKey.subscribe(() => (heard += 1));
  follow(`https://room.example/#key=${key}`);
  expect(roomKey.getState().text).toBe(key);
  follow('https://room.example/#top');
  expect(roomKey.getState().text).toBe(key);
  expect(heard).toBe(1);
});

test('a host key or an invitation leaves the address and stays in the tab; the room key stays in the address', () => {
  const { roomKey, follow, address, kept } = open(
    `https://room.example/?room=tea#host=red-kettle-forty9&key=${key}`,
  );
  expect(roomKey.shown()).toBe('red-kettle-forty9');
  expect(address()).toBe(`https://room.example/?room=tea#key=${key}`);
  expect(open('https://room.example/', kept()).roomKey.shown()).toBe('red-kettle-forty9');
  follow('https://room.example/?room=tea#invite=head.claims.signature');
  expect(roomKey.shown()).toBe('head.claims.signature');
  expect(address()).toBe('https://room.example/?room=tea');
});

test('a refused host key gives way to the room key that the guest types', () => {
  const { roomKey, kept } = open('https://room.example/#host=red-kettle-forty9');
  roomKey.ask('key_wrong');
  roomKey.write(key);
  expect([roomKey.shown(), kept()]).toEqual([key, '']);
});

test('a host key that makes nobody a host gives way to the room key of the link, until another host link is opened', () => {
  const link = `https://room.example/#host=red-kettle-forty9&key=${key}`;
  const { roomKey, follow, address, kept } = open(link);
  expect(roomKey.refuseHost(key)).toBe(false);
  expect(roomKey.refuseHost('red-kettle-forty9')).toBe(true);
  expect([roomKey.shown(), kept(), roomKey.getState().isHostLinkOld]).toEqual([key, '', true]);
  roomKey.keep('red-kettle-forty9');
  expect(address()).toBe(`https://room.example/#key=${key}`);
  follow('https://room.example/#host=green-kettle-forty9');
  expect(roomKey.getState().isHostLinkOld).toBe(false);
});

test('an invitation is not taken for an old host link', () => {
  const { roomKey } = open('https://room.example/#invite=head.claims.signature');
  expect(roomKey.refuseHost('head.claims.signature')).toBe(false);
  expect(roomKey.shown()).toBe('head.claims.signature');
});

test('an invitation that is of no use here gives way to the room key, also after a reload', () => {
  const { roomKey, kept } = open(`https://room.example/#invite=head.claims.signature&key=${key}`);
  let heard = 0;
  roomKey.subscribe(() => (heard += 1));
  roomKey.dropPass();
  roomKey.dropPass();
  expect([roomKey.shown(), kept(), heard]).toEqual([key, '', 1]);
});

test('a ticket is for the key with which the guest asked, survives a reload, and is gone once dropped', () => {
  let kept = '';
  const place = { read: () => kept || undefined, write: (text: string) => (kept = text) };
  createTicket(place).keep('head.claims.signature', '');
  expect(createTicket(place).for('')).toBe('head.claims.signature');
  createTicket(place).keep('head.claims.signature', key);
  const ticket = createTicket(place);
  expect([ticket.for(key), ticket.for(''), ticket.for('red-kettle-forty9')]).toEqual([
    'head.claims.signature',
    undefined,
    undefined,
  ]);
  ticket.drop();
  expect([ticket.for(key), createTicket(place).for(key)]).toEqual([undefined, undefined]);
});
