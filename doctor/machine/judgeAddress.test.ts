import { expect, test } from 'vitest';
import { judgeAddress, type AddressObservation } from './judgeAddress.ts';

const good: AddressObservation = {
  settings: { nodeIp: '198.51.100.7', useExternalIp: false, udpPort: 7882, hasPortRange: false },
  announced: ['198.51.100.7'],
  ofName: [],
};

const judge = (settings: Partial<AddressObservation['settings']>, more: Partial<AddressObservation> = {}) =>
  judgeAddress({ ...good, ...more, settings: { ...good.settings, ...settings } });

test('a public address that LiveKit announces is fine, behind a load balancer or without', () => {
  expect(judge({})).toEqual([{ step: 'node_ip', state: 'fine', seen: '198.51.100.7' }]);
  expect(judge({}, { ofName: ['198.51.100.7'] })).toMatchObject([
    { seen: '198.51.100.7, where the name points, too' },
  ]);
  expect(judge({}, { ofName: ['198.51.100.8'] })).toMatchObject([
    { state: 'fine', seen: expect.stringContaining('198.51.100.8, which should be the load balancer') },
  ]);
});

test.each([
  [{ nodeIp: undefined }, 'it is not set'],
  [{ nodeIp: '203.0.113.10' }, 'it is still 203.0.113.10'],
  [{ nodeIp: '10.0.0.5' }, "it is 10.0.0.5, which guests on the internet can't reach"],
  [{ nodeIp: '198.51.100.9' }, 'the LiveKit that runs announces 198.51.100.7'],
])('%j is wrong', (settings, seen) => {
  expect(judge(settings)).toMatchObject([
    { step: 'node_ip', state: 'wrong', seen: expect.stringContaining(seen) },
  ]);
});

test('a range beside udp_port is wrong, and instead of it to look at', () => {
  expect(judge({ hasPortRange: true })[1]).toMatchObject({ step: 'media ports', state: 'wrong' });
  expect(judge({ udpPort: undefined, hasPortRange: true })[1]).toMatchObject({ state: 'look' });
});

test('asking STUN servers at every start is to look at', () => {
  expect(judge({ useExternalIp: true, nodeIp: undefined })).toMatchObject([
    { step: 'node_ip', state: 'look' },
  ]);
});
