import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { examinePorts, judgePorts, tryPorts } from './openPorts.ts';

test('a real connection shows whether a port is open or closed', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await tryPorts(['127.0.0.1'], [port])).toEqual([{ address: '127.0.0.1', port, isOpen: true }]);
  await new Promise((resolve) => void server.close(resolve));
  expect(await tryPorts(['127.0.0.1'], [port])).toEqual([{ address: '127.0.0.1', port, isOpen: false }]);
});

test('open inner ports are wrong, and reported with address and service', () => {
  const observed = (...open: number[]) =>
    [5000, 6379, 6789, 7880, 26_379].map((port) => ({
      address: '203.0.113.5',
      port,
      isOpen: open.includes(port),
    }));
  expect(judgePorts(observed(6379, 7880))).toMatchObject({
    state: 'wrong',
    seen: expect.stringMatching(/203\.0\.113\.5:6379 \(Redis\), 203\.0\.113\.5:7880 \(LiveKit's/),
  });
  expect(judgePorts(observed())).toMatchObject({
    state: 'fine',
    seen: 'closed: 5000, 6379, 6789, 7880, 26379',
  });
});

test('no port is tried for a room on this machine alone, nor on the server itself', async () => {
  expect(await examinePorts(['127.0.0.1', '::1'], [], false)).toMatchObject({ state: 'not applicable' });
  expect(await examinePorts(['203.0.113.5'], [], true)).toMatchObject({ state: 'not tried' });
});
