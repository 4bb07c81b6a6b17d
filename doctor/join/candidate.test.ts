import { expect, test } from 'vitest';
import { parseCandidate } from './candidate.ts';

test('UDP and passive TCP candidates are addresses to try', () => {
  expect(parseCandidate('candidate:2878742611 1 udp 2130706431 203.0.113.5 7882 typ host ufrag abc')).toEqual(
    {
      protocol: 'udp',
      address: '203.0.113.5',
      port: 7882,
    },
  );
  expect(
    parseCandidate('candidate:1 1 tcp 1671430143 2001:db8::1 7881 typ host tcptype passive ufrag abc'),
  ).toEqual({ protocol: 'tcp', address: '2001:db8::1', port: 7881 });
});

test.each([
  'candidate:1 1 tcp 1671430143 203.0.113.5 9 typ host tcptype active',
  'candidate:1 2 udp 2130706430 203.0.113.5 7882 typ host',
  'candidate:1 1 udp 2130706431 203.0.113.5 70000 typ host',
  'candidate:1 1 udp 1 203.0.113.5 30000 typ relay raddr 0.0.0.0 rport 0',
  'nonsense',
  '',
])('%j is not an address to try', (text) => {
  expect(parseCandidate(text)).toBeUndefined();
});
