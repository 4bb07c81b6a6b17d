import { expect, test } from 'vitest';
import { greeting } from './greeting.ts';
import { qrCode } from './lan/qrCode.ts';
import type { RunningRoom } from './room.ts';

const key = { value: 'blue-kettle-forty9', isOwn: false };

const room: RunningRoom = {
  url: 'http://localhost:3000/',
  lanUrl: 'https://192.168.1.20:3443/',
  roomKey: undefined,
  hostKey: 'red-kettle-forty9',
  lan: { address: '192.168.1.20', others: [] },
  livekit: { url: 'http://127.0.0.1:7880', pid: 1, path: '/usr/bin/livekit-server', from: 'PATH' },
  cluster: undefined,
  keys: { apiKey: 'key', apiSecret: 'secret' },
  ports: { app: 3000, lan: 3443, livekit: 7880, livekitTcp: 7881, livekitUdp: 7882 },
  crashed: new Promise(() => {}),
  stop: () => Promise.resolve(),
};

function greet(roomKey: RunningRoom['roomKey']) {
  return greeting({ ...room, roomKey }, { dev: false, seconds: 1, stream: { isTTY: false } });
}

test('without a key the addresses have no fragment', () => {
  expect(greet(undefined)).toMatch(/here +http:\/\/localhost:3000\/\n/);
  expect(greet(undefined)).toMatch(/on phones +https:\/\/192\.168\.1\.20:3443\/\n/);
});

test('both addresses and the QR code contain the key', () => {
  const text = greet(key);
  const lanLink = 'https://192.168.1.20:3443/#key=blue-kettle-forty9';
  expect(text).toMatch(/here +http:\/\/localhost:3000\/#key=blue-kettle-forty9\n/);
  expect(text).toContain(`on phones  ${lanLink}\n`);
  for (const line of qrCode(lanLink, false).split('\n')) expect(text).toContain(line);
});

test('the host’s link is a line of its own, and contains the room key as well', () => {
  expect(greet(key)).toMatch(
    /as host +http:\/\/localhost:3000\/#host=red-kettle-forty9&key=blue-kettle-forty9 /,
  );
  expect(greet(undefined)).toMatch(/as host +http:\/\/localhost:3000\/#host=red-kettle-forty9 /);
});

test('one line says whether the room has a key, and how to change that', () => {
  const line = (roomKey: RunningRoom['roomKey']) => /^ {2}key .*$/m.exec(greet(roomKey))?.[0];
  expect(line(key)).toMatch(/addresses and the QR code carry it\. With --open .* everybody/);
  expect(line(undefined)).toMatch(/none \(--open\): everybody .* Without --open the room gets a key/);
  expect(line({ ...key, isOwn: true })).toMatch(/ROOM_KEY; .* carry it/);
});

test('a room on this machine alone prints no line about a key', () => {
  const local = { ...room, lan: undefined, lanUrl: undefined };
  expect(greeting(local, { dev: false, seconds: 1, stream: { isTTY: false } })).not.toMatch(/^ {2}key/m);
});
