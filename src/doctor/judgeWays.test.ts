import { expect, test } from 'vitest';
import type { AddressFacts, RelayFacts } from './facts.ts';
import { judgeWays } from './judgeWays.ts';

const open = { roundTripMs: 23 };

function at(protocol: 'udp' | 'tcp', address: string, answer: AddressFacts['answer']): AddressFacts {
  return { announced: { protocol, address, port: protocol === 'udp' ? 7882 : 7881 }, answer };
}

function judge(addresses: AddressFacts[], relays: RelayFacts[] = [], host = 'room.example') {
  return judgeWays({ host, addresses, relays });
}

const ip = '203.0.113.5';

test('each address is told on its own', () => {
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

test('both open is fine; without a TCP address the host hears who is left out', () => {
  expect(judge([at('udp', ip, open), at('tcp', ip, open)]).verdict).toBe('fine');
  expect(judge([at('udp', ip, open)])).toMatchObject({
    verdict: 'fine',
    findings: [{ kind: 'address_answers' }, { kind: 'no_tcp_announced' }],
  });
});

test('nothing is called closed while it is being tried', () => {
  const { findings } = judge([at('udp', ip, undefined)]);
  expect(findings).toEqual([{ kind: 'address_tried', facts: ['udp 203.0.113.5:7882'] }]);
});

test('only private addresses, told to a guest outside: announce the public one', () => {
  expect(judge([at('udp', '10.0.0.5', 'silent')])).toMatchObject({
    verdict: 'blocked',
    findings: [{ kind: 'address_private' }],
    diagnosis: { kind: 'private_announced', ports: [] },
  });
});

test('at home a private address is the right one, and its port may be closed', () => {
  expect(judge([at('udp', '192.168.1.20', 'silent')], [], '192.168.1.20').diagnosis?.kind).toBe(
    'media_blocked',
  );
});

test('a private address beside a public one that answers does no harm, nor does IPv6 where there is none', () => {
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

test('an address that does not answer is compared with the page’s, where that is an address', () => {
  const judged = judge([at('udp', ip, 'silent')], [], '198.51.100.7');
  expect(judged.findings).toContainEqual({ kind: 'address_elsewhere', facts: [ip, '198.51.100.7'] });
  expect(judge([at('udp', ip, 'silent')]).findings).toHaveLength(1);
});

test('a TURN server alone is a detour, and one that does not answer is told', () => {
  const relay = { url: 'turns:turn.example:443', isAllocated: true };
  expect(judge([at('udp', ip, 'silent')], [{ ...relay, answer: open }]).diagnosis?.kind).toBe('turn_only');
  expect(judge([at('udp', ip, open)], [{ ...relay, answer: 'silent' }])).toMatchObject({
    verdict: 'limited',
    diagnosis: { kind: 'turn_closed', what: 'turns:turn.example:443' },
  });
});

test('a LiveKit that announces nothing blocks the way', () => {
  expect(judge([])).toMatchObject({ verdict: 'blocked', diagnosis: { kind: 'nothing_announced' } });
});
