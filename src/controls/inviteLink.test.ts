import { expect, test } from 'vitest';
import { hasKey, invitationLink, inviteLink, isThisComputerOnly } from './inviteLink.ts';

test('an invitation contains the room, but not the name and language of the guest who invites', () => {
  expect(inviteLink('https://host.example/rooms/?room=tea&name=Aiko&lang=ja#x')).toBe(
    'https://host.example/rooms/?room=tea',
  );
});

test('an invitation contains the room key in the fragment, which no server receives', () => {
  const link = inviteLink('https://host.example/?name=Aiko&room=tea#key=blue-kettle-forty9&x=1');
  expect(link).toBe('https://host.example/?room=tea#key=blue-kettle-forty9');
  expect(hasKey(link)).toBe(true);
  expect(hasKey('https://host.example/?room=tea')).toBe(false);
});

test('an invitation from an address without a room has none either', () => {
  expect(inviteLink('https://host.example/?name=Aiko')).toBe('https://host.example/');
});

test('links to a loopback address are recognised', () => {
  expect(isThisComputerOnly('http://localhost:8080/?room=tea')).toBe(true);
  expect(isThisComputerOnly('http://127.0.0.1/')).toBe(true);
  expect(isThisComputerOnly('http://[::1]:8080/')).toBe(true);
  expect(isThisComputerOnly('https://192.168.1.20:8443/')).toBe(false);
  expect(isThisComputerOnly('https://localhost.example/')).toBe(false);
});

test('an invitation can have another origin, as that of the computer in its network', () => {
  const own = 'http://localhost:3000/rooms/?room=tea&name=Aiko#key=blue-kettle-forty9';
  expect(inviteLink(own, 'https://192.168.1.20:3443')).toBe(
    'https://192.168.1.20:3443/rooms/?room=tea#key=blue-kettle-forty9',
  );
});

test('a link with an invitation leads to its room and contains no room key', () => {
  expect(invitationLink('https://host.example/?room=tea#key=blue-kettle-forty9', 'coffee', 'a.b.c')).toBe(
    'https://host.example/?room=coffee#invite=a.b.c',
  );
});
