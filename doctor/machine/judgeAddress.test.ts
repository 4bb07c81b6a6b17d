import { expect, test } from 'vitest';
import { judgeAddress, type AddressObservation } from './judgeAddress.ts';

const good: AddressObservation = {
  settings: {
    nodeIp: '198.51.100.7',
    useExternalIp: false,
    udpPort: 7882,
    hasPortRange: false,
    redis: undefined,
  },
  announced: ['198.51.100.7'],
  ofName: [],
  ofMachine: ['10.0.0.5'],
  installed: { publicIp: '198.51.100.7', tls: undefined },
  isNameAnswered: undefined,
};

const judge = (settings: Partial<AddressObservation['settings']>, more: Partial<AddressObservation> = {}) =>
  judgeAddress({ ...good, ...more, settings: { ...good.settings, ...settings } });

test('an announced public address is fine, with and without a load balancer', () => {
  expect(judge({})).toEqual([{ step: 'node_ip', state: 'fine', seen: '198.51.100.7' }]);
  expect(judge({}, { ofName: ['198.51.100.7'] })).toMatchObject([
    { seen: '198.51.100.7, where the name points as well' },
  ]);
  expect(judge({}, { ofName: ['198.51.100.8'] })).toMatchObject([
    { state: 'fine', seen: expect.stringContaining('198.51.100.8, which should be the load balancer') },
  ]);
});

test.each([
  [{ nodeIp: undefined }, 'it is not set'],
  [{ nodeIp: '203.0.113.10' }, 'it is still 203.0.113.10'],
  [{ nodeIp: '10.0.0.5' }, "it is 10.0.0.5, this machine's private address, which guests"],
  [{ nodeIp: '10.0.0.6' }, "it is 10.0.0.6, which guests on the internet can't reach"],
  [{ nodeIp: '198.51.100.9' }, 'the running LiveKit announces 198.51.100.7'],
])('%j is wrong', (settings, seen) => {
  expect(judge(settings)).toMatchObject([
    { step: 'node_ip', state: 'wrong', seen: expect.stringContaining(seen) },
  ]);
});

test('in a cluster the announced address of another node, which has the check room, is no fault', () => {
  const redis = {
    place: { host: '10.0.1.20', port: 6379 },
    sentinels: [],
    sentinelMaster: undefined,
    sentinelPassword: undefined,
    username: undefined,
    password: undefined,
    isTls: false,
  };
  expect(judge({ redis }, { announced: ['198.51.100.8'] })).toMatchObject([{ state: 'fine' }]);
});

test('a port range beside udp_port is wrong, and a range alone is to look at', () => {
  expect(judge({ hasPortRange: true })[1]).toMatchObject({ step: 'media ports', state: 'wrong' });
  expect(judge({ udpPort: undefined, hasPortRange: true })[1]).toMatchObject({ state: 'look' });
});

test('use_external_ip is to look at', () => {
  expect(judge({ useExternalIp: true, nodeIp: undefined })).toMatchObject([
    { step: 'node_ip', state: 'look' },
  ]);
});

test.each<[string, string, Partial<AddressObservation>, string]>([
  [
    "the load balancer's address",
    'wrong',
    {
      ofName: ['198.51.100.7'],
      installed: { publicIp: '198.51.100.7', tls: 'load-balancer' },
      isNameAnswered: true,
    },
    "it is 198.51.100.7, the load balancer's address",
  ],
  [
    'a name that points to the server instead of the load balancer',
    'wrong',
    {
      ofName: ['198.51.100.7'],
      installed: { publicIp: '198.51.100.7', tls: 'load-balancer' },
      isNameAnswered: false,
    },
    "the name points to 198.51.100.7, this server's own address, where nothing ends TLS",
  ],
  [
    'a name with a private address',
    'wrong',
    { ofName: ['10.0.0.9'] },
    'the name points to 10.0.0.9, a private address',
  ],
  [
    'a name of another server',
    'look',
    { ofName: ['198.51.100.8'], installed: { publicIp: '198.51.100.7', tls: 'vm' }, isNameAnswered: true },
    'the name points to 198.51.100.8, and the certificate is on this server',
  ],
  [
    'a node_ip other than in install.conf',
    'look',
    { installed: { publicIp: '198.51.100.9', tls: 'load-balancer' } },
    'install.sh was told 198.51.100.9, which the next update restores',
  ],
])('%s is %s', (_what, state, more, seen) => {
  expect(judge({}, more)).toMatchObject([{ step: 'node_ip', state, seen: expect.stringContaining(seen) }]);
});
