import { expect, test } from 'vitest';
import { isPrivateAddress, isPrivateHost, nameOf, parseCandidate } from './announced.ts';

test('candidates are parsed from SDP and from trickle ICE messages', () => {
  expect(parseCandidate('a=candidate:1 1 udp 2130706431 203.0.113.5 7882 typ host')).toEqual({
    protocol: 'udp',
    address: '203.0.113.5',
    port: 7882,
  });
  expect(
    parseCandidate('candidate:2 1 TCP 1671430143 2001:db8::5 7881 typ host tcptype passive ufrag x'),
  ).toEqual({ protocol: 'tcp', address: '2001:db8::5', port: 7881 });
});

test.each([
  'candidate:1 2 udp 1 203.0.113.5 7882 typ host',
  'candidate:1 1 tcp 1 203.0.113.5 9 typ host tcptype active',
  '',
])('%j is not a candidate to connect to', (line) => expect(parseCandidate(line)).toBeUndefined());

test('an address is shown with protocol and port', () => {
  expect(nameOf({ protocol: 'udp', address: '203.0.113.5', port: 7882 })).toBe('udp 203.0.113.5:7882');
  expect(nameOf({ protocol: 'tcp', address: '2001:db8::5', port: 7881 })).toBe('tcp [2001:db8::5]:7881');
});

test.each([
  '10.0.0.5',
  '172.16.0.1',
  '192.168.1.2',
  '127.0.0.1',
  '169.254.1.1',
  '100.64.0.1',
  '::1',
  'fe80::1',
  'fd00::1',
])('%s is not reachable from the internet', (address) => expect(isPrivateAddress(address)).toBe(true));

test.each(['203.0.113.5', '172.32.0.1', '100.128.0.1', '2001:db8::5', '11.0.0.1'])(
  '%s is a public address',
  (address) => expect(isPrivateAddress(address)).toBe(false),
);

test('hosts on this computer or in a home network are private', () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]', '192.168.1.20', 'nas.local', 'room']) {
    expect(isPrivateHost(host)).toBe(true);
  }
  for (const host of ['room.example', '203.0.113.5', '[2001:db8::5]'])
    expect(isPrivateHost(host)).toBe(false);
});
