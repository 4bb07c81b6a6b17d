import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import { anyPorts, usualPorts } from '../choosePorts.ts';
import { findFreePort } from '../ports.ts';
import { chooseClusterPorts } from './clusterPorts.ts';

const here = { nodes: 3, tokenHandlers: 2, mediaAddress: '127.0.0.1', hasLan: false };

test("each further node's media port is ten higher, and all other ports are any free ones", async () => {
  const livekitUdp = await findFreePort('udp', '127.0.0.1');
  const ports = { ...usualPorts, livekitUdp };
  const chosen = await chooseClusterPorts({ ...here, ports, wanted: ports });
  expect(chosen.nodes.map(({ udp }) => udp - livekitUdp)).toEqual([0, 10, 20]);
  const inner = [
    chosen.redis,
    chosen.balancedToken,
    ...chosen.tokenHandlers,
    ...chosen.nodes.map(({ signalling }) => signalling),
  ];
  expect(new Set(inner).size).toBe(7);
});

test("a further node's port in use is reported with the option that moves them all", async () => {
  const livekitUdp = await findFreePort('udp', '127.0.0.1');
  const taken = createSocket('udp4');
  await new Promise<void>((resolve) => void taken.bind(livekitUdp + 10, '127.0.0.1', resolve));
  const ports = { ...usualPorts, livekitUdp };
  await expect(chooseClusterPorts({ ...here, ports, wanted: ports })).rejects.toThrow(
    `Port ${String(livekitUdp + 10)}/udp (LiveKit's media, of another node) is taken by another program. Choose another one with --livekit-udp-port.`,
  );
  taken.close();
});

test('with port 0 every node gets a port of its own', async () => {
  const ports = { ...usualPorts, livekitUdp: await findFreePort('udp', '127.0.0.1') };
  const { nodes } = await chooseClusterPorts({ ...here, ports, wanted: anyPorts });
  expect(new Set(nodes.map(({ udp }) => udp)).size).toBe(3);
});
