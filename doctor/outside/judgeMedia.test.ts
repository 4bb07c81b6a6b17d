import { expect, test } from 'vitest';
import { linesToOpen } from '../../common/openPort.ts';
import type { AddressOutcome } from '../join/checkAddress.ts';
import { judgeMedia, type MediaObservation } from './judgeMedia.ts';

const udp = (address: string, outcome: AddressOutcome): MediaObservation => ({
  candidate: { protocol: 'udp', address, port: 7882 },
  outcome,
});
const tcp = (address: string, outcome: AddressOutcome): MediaObservation => ({
  candidate: { protocol: 'tcp', address, port: 7881 },
  outcome,
});

const answers: AddressOutcome = { kind: 'answers', ms: 23.4 };
const silent: AddressOutcome = { kind: 'silent' };

const outside = { guests: 'public', isOnServer: false } as const;

const lines = (observed: readonly MediaObservation[], guests: 'public' | 'private' | 'loopback' = 'public') =>
  judgeMedia(observed, { guests, isOnServer: false }).map(
    ({ step, state, seen }) => `${state} | ${step} | ${seen}`,
  );

test('addresses that answer are fine, with the response time', () => {
  expect(lines([udp('198.51.100.7', answers), tcp('198.51.100.7', answers)])).toEqual([
    'fine | announced addresses | 198.51.100.7',
    'fine | media over UDP | 198.51.100.7:7882 answers in 23 ms',
    'fine | media over TCP | 198.51.100.7:7881 answers in 23 ms',
  ]);
});

test('each closed port is reported on its own, with the lines that open it', () => {
  const findings = judgeMedia([udp('198.51.100.7', answers), tcp('198.51.100.7', silent)], outside);
  const { oci } = linesToOpen({ protocol: 'tcp', port: 7881 });
  expect(findings[2]).toMatchObject({
    state: 'wrong',
    seen: '198.51.100.7:7881 does not answer: a firewall drops what is sent there',
    cure: { lines: expect.arrayContaining([`OCI: ${oci}`]) },
  });
});

test('a closed port of LiveKit’s default range is reported with the lines that open the whole range', () => {
  for (const outcome of [silent, { kind: 'refused', code: 'EHOSTUNREACH' }] as const) {
    const one = udp('198.51.100.7', outcome);
    const [, finding] = judgeMedia([{ ...one, candidate: { ...one.candidate, port: 53_217 } }], outside);
    expect(finding).toMatchObject({
      state: 'wrong',
      seen: expect.stringContaining('198.51.100.7:53217 '),
      cure: {
        advice: expect.stringContaining('port_range_start to port_range_end'),
        lines: expect.arrayContaining([expect.stringMatching(/^OCI: .* range: 50000-60000$/)]),
      },
    });
  }
});

test('an open port of LiveKit’s default range says nothing about the others, and the finding says so', () => {
  const one = udp('198.51.100.7', answers);
  expect(lines([{ ...one, candidate: { ...one.candidate, port: 53_217 } }])[1]).toBe(
    'fine | media over UDP | 198.51.100.7:53217 answers in 23 ms; it is one port of a range, and the others were not tried',
  );
});

test('private addresses alone are wrong for guests on the internet, with node_ip as the cure', () => {
  const [announced, media] = judgeMedia([udp('10.0.0.5', silent), tcp('10.0.0.5', silent)], outside);
  expect(announced).toMatchObject({
    state: 'wrong',
    seen: "LiveKit announces 10.0.0.5 only, which guests on the internet can't reach",
    cure: { lines: [expect.stringContaining('install.sh --public-ip ')] },
  });
  expect(media?.state).toBe('not applicable');
});

test('a private address beside a public one need not answer outside', () => {
  const observed = [udp('198.51.100.7', answers), udp('10.0.0.5', silent), tcp('198.51.100.7', answers)];
  expect(lines(observed)).toEqual([
    'fine | announced addresses | 198.51.100.7 (and 10.0.0.5, for guests inside)',
    'fine | media over UDP | 198.51.100.7:7882 answers in 23 ms',
    'not applicable | media over UDP | 10.0.0.5:7882 is not for guests on the internet',
    'fine | media over TCP | 198.51.100.7:7881 answers in 23 ms',
  ]);
});

test('private addresses are fine in a LAN', () => {
  expect(lines([udp('192.168.1.20', silent)], 'private')[1]).toMatch(/^wrong \| media over UDP/);
});

test.each([
  [{ kind: 'refused', code: 'ECONNREFUSED' }, 'wrong', 'is refused: nothing listens there'],
  [{ kind: 'refused', code: 'EHOSTUNREACH' }, 'wrong', 'is rejected (EHOSTUNREACH)'],
  [{ kind: 'refused', code: 'ENETUNREACH' }, 'not tried', "can't be reached from this machine's network"],
  [{ kind: 'stranger' }, 'wrong', 'accepts connections, but LiveKit does not answer there'],
] as const)('%j is %s', (outcome, state, seen) => {
  expect(judgeMedia([tcp('198.51.100.7', outcome)], outside)[1]).toMatchObject({
    state,
    seen: expect.stringContaining(seen),
  });
});

test('no announced address is wrong; no TCP is to look at, except on loopback', () => {
  expect(lines([])).toEqual(['wrong | media | LiveKit announces no address for video and audio']);
  expect(lines([udp('198.51.100.7', answers)])[2]).toMatch(/^look \| media over TCP/);
  expect(lines([udp('127.0.0.1', answers)], 'loopback')[2]).toMatch(/^not applicable \| media over TCP/);
});

test("the server's own public address need not answer on the server", () => {
  const observed = [udp('198.51.100.7', silent), tcp('198.51.100.7', answers)];
  expect(judgeMedia(observed, { guests: 'public', isOnServer: true }).map(({ state }) => state)).toEqual([
    'fine',
    'not tried',
    'fine',
  ]);
});

test("announcing the load balancer's address is reported once, without lines that open ports", () => {
  const observed = [
    udp('198.51.100.20', silent),
    tcp('198.51.100.20', { kind: 'refused', code: 'ECONNREFUSED' }),
  ];
  const behind = { ...outside, ofName: ['198.51.100.20'], tlsEnds: 'load balancer' } as const;
  expect(judgeMedia(observed, behind)).toMatchObject([
    {
      step: 'announced addresses',
      state: 'wrong',
      seen: expect.stringContaining("198.51.100.20 for video and audio, which is the load balancer's"),
      cure: { lines: [expect.stringMatching(/install\.sh --public-ip /)] },
    },
  ]);
  // If the certificate is on the server, there is no load balancer whose address LiveKit could announce by mistake. So
  // the doctor reports the server's ports.
  expect(judgeMedia(observed, { ...behind, tlsEnds: 'server' }).map(({ step }) => step)).toEqual([
    'announced addresses',
    'media over UDP',
    'media over TCP',
  ]);
  expect(judgeMedia([udp('198.51.100.20', answers)], behind)[0]?.state).toBe('fine');
});

test('the cure for a silent port includes the mirror of a stateless rule', () => {
  const [, media] = judgeMedia([udp('198.51.100.7', silent)], outside);
  const cure = media && 'cure' in media ? media.cure.lines : [];
  expect(cure[0]).toMatch(/^OCI: Ingress, stateless: no, .*destination port range: 7882$/);
  expect(cure).toContain(
    'OCI, where that rule exists and is stateless: Egress, stateless: yes, destination CIDR 0.0.0.0/0, IP protocol UDP, source port range: 7882, destination port range: all',
  );
});
