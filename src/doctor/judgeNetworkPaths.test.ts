import { expect, test } from 'vitest';
import type { AddressFacts, RelayFacts } from './facts.ts';
import { judgeNetworkPaths } from './judgeNetworkPaths.ts';

const open = { roundTripMs: 23 };

function at(protocol: 'udp' | 'tcp', address: string, answer: AddressFacts['answer']): AddressFacts {
  return { announced: { protocol, address, port: protocol === 'udp' ? 7882 : 7881 }, answer };
}

function judge(addresses: AddressFacts[], relays: RelayFacts[] = [], host = 'room.example') {
  return judgeNetworkPaths({ host, addresses, relays });
}

const ip = '203.0.113.5';

test('there is a finding for each address', () => {
  expect(judge([at('udp', ip, 'silent'), at('tcp', ip, open)]).findings).toEqual([
    { kind: 'address_silent', facts: ['udp 203.0.113.5:7882'] },
    { kind: 'address_answers', facts: ['tcp 203.0.113.5:7881', 23] },
  ]);
});

test.each([
  ['silent', open, 'limited', 'udp_closed', '7882/udp'],
  [open, 'silent', 'limited', 'tcp_closed', '7881/tcp'],
  ['silent', 'silent', 'blocked', 'media_blocked', '7882/udp, 7881/tcp'],
] as const)('udp %j, tcp %j: %s, %s, open %s', (udp, tcp, verdict, kind, what) => {
  const judged = judge([at('udp', ip, udp), at('tcp', ip, tcp)]);
  expect(judged).toMatchObject({ verdict, diagnosis: { kind, what } });
  expect(judged.diagnosis?.ports.map(({ protocol, port }) => `${String(port)}/${protocol}`).join(', ')).toBe(
    what,
  );
});

test('open UDP and TCP are fine; without TCP guests on networks that block UDP are cut off, except at home', () => {
  expect(judge([at('udp', ip, open), at('tcp', ip, open)]).verdict).toBe('fine');
  expect(judge([at('udp', ip, open)])).toMatchObject({
    verdict: 'limited',
    findings: [{ kind: 'address_answers' }, { kind: 'no_tcp_announced' }],
    diagnosis: { kind: 'no_tcp' },
  });
  expect(judge([at('udp', '192.168.1.20', open)], [], '192.168.1.20')).toMatchObject({
    verdict: 'fine',
    findings: [{ kind: 'address_answers' }],
  });
});

test('an address that is still being tried is not called closed', () => {
  const { findings } = judge([at('udp', ip, undefined)]);
  expect(findings).toEqual([{ kind: 'address_tried', facts: ['udp 203.0.113.5:7882'] }]);
});

test('if only private addresses are announced to a guest outside, the public one has to be announced', () => {
  expect(judge([at('udp', '10.0.0.5', 'silent')])).toMatchObject({
    verdict: 'blocked',
    findings: [{ kind: 'address_private' }],
    diagnosis: { kind: 'private_announced', ports: [] },
  });
});

test('in a private network a silent private address means a closed port', () => {
  expect(judge([at('udp', '192.168.1.20', 'silent')], [], '192.168.1.20').diagnosis?.kind).toBe(
    'media_blocked',
  );
});

test('silent private and IPv6 addresses are fine if a public IPv4 address answers', () => {
  const judged = judge([
    at('udp', ip, open),
    at('udp', '10.0.0.5', 'silent'),
    at('udp', '2001:db8::5', 'silent'),
    at('tcp', ip, open),
    at('tcp', '2001:db8::5', 'silent'),
  ]);
  expect(judged.verdict).toBe('fine');
  expect(judged.findings.map(({ kind }) => kind)).toContain('address_silent_ipv6');
});

test('a silent address that differs from the page’s IP address is reported', () => {
  const judged = judge([at('udp', ip, 'silent')], [], '198.51.100.7');
  expect(judged.findings).toContainEqual({ kind: 'address_elsewhere', facts: [ip, '198.51.100.7'] });
  expect(judge([at('udp', ip, 'silent')]).findings).toHaveLength(1);
});

test('media over TURN only, and a silent TURN server, limit calls', () => {
  const relay = { url: 'turns:turn.example:443', isAllocated: true };
  expect(judge([at('udp', ip, 'silent')], [{ ...relay, answer: open }]).diagnosis?.kind).toBe('turn_only');
  expect(judge([at('udp', ip, open)], [{ ...relay, answer: 'silent' }])).toMatchObject({
    verdict: 'limited',
    diagnosis: { kind: 'turn_closed', what: 'turns:turn.example:443' },
  });
});

test('a LiveKit that announces no address is blocked', () => {
  expect(judge([])).toMatchObject({ verdict: 'blocked', diagnosis: { kind: 'nothing_announced' } });
});
