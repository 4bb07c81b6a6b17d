import { expect, test } from 'vitest';
import { greeting } from './greeting.ts';
import { qrCode } from './lan/qrCode.ts';
import type { RunningRoom } from './room.ts';

const room: RunningRoom = {
  url: 'http://localhost:3000/',
  lanUrl: 'https://192.168.1.20:3443/',
  roomKey: undefined,
  lan: { address: '192.168.1.20', others: [] },
  livekit: { url: 'http://127.0.0.1:7880', pid: 1, path: '/usr/bin/livekit-server', from: 'PATH' },
  cluster: undefined,
  keys: { apiKey: 'key', apiSecret: 'secret' },
  ports: { app: 3000, lan: 3443, livekit: 7880, livekitTcp: 7881, livekitUdp: 7882 },
  crashed: new Promise(() => {}),
  stop: () => Promise.resolve(),
};

function greet(roomKey: string | undefined) {
  return greeting({ ...room, roomKey }, { dev: false, seconds: 1, stream: { isTTY: false } });
}

test('without a key the addresses are bare', () => {
  expect(greet(undefined)).toMatch(/here +http:\/\/localhost:3000\/\n/);
  expect(greet(undefined)).toMatch(/on phones +https:\/\/192\.168\.1\.20:3443\/\n/);
});

test('a key stands in both addresses, and in the QR code', () => {
  const text = greet('blue-kettle-forty9');
  const lanLink = 'https://192.168.1.20:3443/#key=blue-kettle-forty9';
  expect(text).toMatch(/here +http:\/\/localhost:3000\/#key=blue-kettle-forty9\n/);
  expect(text).toContain(`on phones  ${lanLink}\n`);
  for (const line of qrCode(lanLink, false).split('\n')) expect(text).toContain(line);
});
