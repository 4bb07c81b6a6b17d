import { expect, test } from 'vitest';
import type { LivekitSettings } from './configuration.ts';
import { judgeListeners } from './judgeListeners.ts';
import { parseSocketTable } from '../../common/socketTable.ts';

const livekit: LivekitSettings = {
  signallingPort: 7880,
  udpPort: 7882,
  hasPortRange: false,
  tcpPort: 7881,
  nodeIp: '198.51.100.7',
  useExternalIp: false,
  metricsPort: 6789,
  webhook: { apiKey: undefined, urls: [] },
  redis: undefined,
};
const handler = {
  host: '127.0.0.1',
  port: 5000,
  roomKey: undefined,
  keys: undefined,
  livekitOrigin: undefined,
};

const socket = (protocol: 'tcp' | 'udp', address: string, port: number) => ({
  protocol,
  address,
  port,
  inode: '1',
});

const good = [
  socket('tcp', '127.0.0.1', 7880),
  socket('tcp', '127.0.0.1', 5000),
  socket('tcp', '127.0.0.1', 6789),
  socket('tcp', '*', 7881),
  socket('udp', '10.0.0.5', 7882),
  socket('tcp', '*', 8080),
];

const wrongSteps = (sockets: typeof good, tls?: 'vm' | 'load-balancer') =>
  judgeListeners(sockets, livekit, handler, tls).flatMap(({ step, state, seen }) =>
    state === 'wrong' ? [`${step}: ${seen}`] : [],
  );

test('a machine set up by deploy/ is fine', () => {
  expect(wrongSteps(good)).toEqual([]);
});

test('a machine on which nothing runs is reported part by part, each part once', () => {
  expect(wrongSteps([])).toEqual([
    'listens: LiveKit: it is not running: nothing listens on 7880/tcp, 6789/tcp, 7882/udp, 7881/tcp',
    'listens: token handler: nothing listens on 5000/tcp',
    'listens: web server: nothing listens on 443, 8080',
  ]);
});

test('LiveKit on several addresses of the machine is reported, since it answers at a random one', () => {
  const several = [...good, socket('udp', '172.17.0.1', 7882), socket('udp', 'fd00::1', 7882)];
  const told = [
    'listens: UDP for media: at 10.0.0.5 and 172.17.0.1: LiveKit answers at only one of them, chosen at random at each start',
  ];
  expect(wrongSteps(several)).toEqual(told);
  // In two cases several addresses are no fault. LiveKit announces an additional IPv6 address as it is. And if LiveKit
  // asks STUN servers for its public addresses (`use_external_ip`), it announces all of them.
  expect(wrongSteps([...good, socket('udp', 'fd00::1', 7882)])).toEqual([]);
  expect(
    judgeListeners(several, { ...livekit, useExternalIp: true }, handler, undefined).some(
      ({ state }) => state === 'wrong',
    ),
  ).toBe(false);
});

test('a load balancer on port 443 of the same machine is not mistaken for nginx, nor a program on 8080 if nginx has the certificate', () => {
  const withoutWeb = good.filter(({ port }) => port !== 8080);
  const on443 = [...withoutWeb, socket('tcp', '203.0.113.20', 443), socket('tcp', '203.0.113.20', 80)];
  expect(wrongSteps(on443, 'load-balancer')).toEqual(['listens: web server: nothing listens on 8080']);
  expect(wrongSteps(on443, 'vm')).toEqual([]);
  expect(wrongSteps(good, 'vm')).toEqual(['listens: web server: nothing listens on 443']);
  expect(wrongSteps(good, 'load-balancer')).toEqual([]);
});

test('a port range for media is reported once, by its own step', () => {
  const ofRange = good.filter(({ port }) => port !== 7882);
  const found = judgeListeners(ofRange, { ...livekit, hasPortRange: true }, handler, 'load-balancer');
  expect(found.filter(({ state }) => state === 'wrong')).toEqual([]);
});

test('ports for nginx alone must be closed to others, and media ports open', () => {
  expect(wrongSteps([...good, socket('tcp', '*', 6789)])).toEqual([
    'listens: metrics: 127.0.0.1:6789, *:6789: reachable from other machines, but only nginx should reach it',
  ]);
  expect(wrongSteps([...good.filter(({ port }) => port !== 7882), socket('udp', '127.0.0.1', 7882)])).toEqual(
    ["listens: UDP for media: 127.0.0.1:7882/udp: guests can't reach loopback"],
  );
});

test('one of several nodes may listen on its private address for the others', () => {
  const redis = {
    place: { host: '10.0.1.21', port: 6379 },
    sentinels: [],
    sentinelMaster: undefined,
    sentinelPassword: undefined,
    username: undefined,
    password: undefined,
    isTls: false,
  };
  const open = [...good, socket('tcp', '10.0.1.11', 7880), socket('tcp', '*', 5000)];
  const states = (sockets: typeof good) =>
    judgeListeners(sockets, { ...livekit, redis }, handler, undefined).map(
      ({ step, state }) => `${step}: ${state}`,
    );
  expect(states(open).slice(0, 2)).toEqual(['listens: signalling: fine', 'listens: token handler: fine']);
  expect(states([...good, socket('tcp', '198.51.100.7', 7880)])[0]).toBe('listens: signalling: wrong');
});

test('listening sockets are read from /proc/net; connected ones are left out', () => {
  const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1EC8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1EC8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4243 1 0000000000000000 20 4 30 10 -1
`;
  expect(parseSocketTable('tcp', tcp)).toEqual([
    { protocol: 'tcp', address: '127.0.0.1', port: 7880, inode: '4242' },
  ]);
});
