import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { anyPorts, choosePorts, portOptions } from './choosePorts.ts';
import { findFreePort, findFreePorts, findPortProblems } from './ports.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
if (!hasIpv6) console.warn('3 tests skipped: this machine has no IPv6');

test('TCP and UDP ports in use are reported with their options', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const app = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  const livekitUdp = socket.address().port;

  await expect(choosePorts({ ...anyPorts, app, livekitUdp }, undefined)).rejects.toThrow(
    `Port ${String(app)}/tcp (the app) is taken by another program. Choose another one with --port.\n` +
      `Port ${String(livekitUdp)}/udp (LiveKit's media) is taken by another program. Choose another one with --livekit-udp-port.`,
  );
  server.close();
  socket.close();
});

test('two of our own programs on one port are reported before anything starts', async () => {
  const port = await findFreePort('tcp', '127.0.0.1');
  await expect(choosePorts({ ...anyPorts, app: port, livekit: port }, undefined)).rejects.toThrow(
    '--livekit-port',
  );
});

test('an address of another machine is reported', async () => {
  const port = { option: '--x', purpose: 'x', protocol: 'tcp', address: '192.0.2.1', port: 4321 } as const;
  expect(await findPortProblems([port])).toEqual([
    "Port 4321/tcp (x) can't be opened: 192.0.2.1 is not an address of this machine.",
  ]);
});

test('free ports can be opened, and stay free after the check', async () => {
  const first = await choosePorts(anyPorts, '127.0.0.2');
  expect(await choosePorts(first, '127.0.0.2')).toEqual(first);
  expect(Object.values(first).every((port) => port > 0)).toBe(true);
});

test('a port that was found free is not found again by the next search', async () => {
  const found: number[] = [];
  for (let count = 0; count < 500; count += 1) found.push(await findFreePort('tcp', '127.0.0.1'));
  expect(new Set(found).size).toBe(found.length);
});

test("LiveKit's TCP port is not checked without --lan, since it is not opened then", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, resolve));
  const address = server.address();
  const livekitTcp = typeof address === 'object' && address !== null ? address.port : 0;
  await choosePorts({ ...anyPorts, livekitTcp }, undefined);
  await expect(choosePorts({ ...anyPorts, livekitTcp }, '127.0.0.2')).rejects.toThrow('--livekit-tcp-port');
  server.close();
});

/** Listens on a port, as a server of another program would. */
async function listen(host: string, port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: true }, resolve);
  });
  return server;
}

test.skipIf(!hasIpv6)(
  'a port in use on [::1] or on every IPv6 address counts as taken, since localhost can resolve to it',
  async () => {
    for (const host of ['::1', '::']) {
      for (const key of ['app', 'livekit'] as const) {
        const port = await findFreePort('tcp', '127.0.0.1');
        const other = await listen(host, port);
        await expect(choosePorts({ ...anyPorts, [key]: port }, undefined)).rejects.toThrow(
          `is taken by another program on [::1], where localhost can lead. Choose another one with --${portOptions[key]}.`,
        );
        other.close();
      }
    }
  },
);

test.skipIf(!hasIpv6)('a port in use on [::1] is not found free', async () => {
  const port = await findFreePort('tcp', '127.0.0.1');
  const others = await Promise.all([1, 2, 3].map((step) => listen('::1', port + step)));
  const found = await findFreePorts(3, 'tcp', '127.0.0.1');
  expect(found.filter((one) => one > port && one <= port + 3)).toEqual([]);
  for (const other of others) other.close();
});

test.skipIf(!hasIpv6)(
  "LiveKit's TCP port counts as taken when another program uses it on IPv6 only",
  async () => {
    const livekitTcp = await findFreePort('tcp', '127.0.0.1');
    const other = await listen('::1', livekitTcp);
    await expect(choosePorts({ ...anyPorts, livekitTcp }, '127.0.0.2')).rejects.toThrow('--livekit-tcp-port');
    other.close();
  },
);
