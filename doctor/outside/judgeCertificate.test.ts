import { expect, test } from 'vitest';
import { judgeCertificate } from './judgeCertificate.ts';
import type { CertificateObservation } from './readCertificate.ts';

const now = new Date('2026-11-24T12:00:00Z');

const good: CertificateObservation = {
  host: 'room.example',
  names: ['room.example', 'www.room.example'],
  isForHost: true,
  issuer: "Let's Encrypt",
  validFrom: new Date('2026-10-01T00:00:00Z'),
  validTo: new Date('2026-12-30T00:00:00Z'),
  chainProblem: undefined,
};

const states = (observed: Partial<CertificateObservation>) =>
  judgeCertificate({ ...good, ...observed }, now).map(({ state }) => state);

test('a valid certificate is fine in names, dates and chain', () => {
  expect(judgeCertificate(good, now)).toEqual([
    { step: 'certificate: names', state: 'fine', seen: 'it is for room.example, www.room.example' },
    { step: 'certificate: days left', state: 'fine', seen: '35, until 2026-12-30' },
    { step: 'certificate: chain', state: 'fine', seen: "signed by Let's Encrypt" },
  ]);
});

test('a certificate that expires soon is reported in advance', () => {
  expect(states({ validTo: new Date('2026-12-05T00:00:00Z') })).toEqual(['fine', 'look', 'fine']);
});

test.each([
  ['six days, made two days ago', '2026-11-22', '2026-11-29', 'fine'],
  ['six days, half of them left', '2026-11-21', '2026-11-28', 'fine'],
  ['six days, one left', '2026-11-19', '2026-11-25T20:00:00Z', 'look'],
  ['47 days, ten left', '2026-10-18', '2026-12-04', 'fine'],
  ['47 days, seven left', '2026-10-15', '2026-12-01', 'look'],
  ['a year, twenty days left', '2025-12-14', '2026-12-14', 'fine'],
  ['a year, thirteen days left', '2025-12-07', '2026-12-07', 'look'],
])('a certificate of %s is judged by the share of its life that is left', (_life, from, to, state) => {
  const [, dates] = judgeCertificate({ ...good, validFrom: new Date(from), validTo: new Date(to) }, now);
  expect(dates?.state).toBe(state);
});

test('an expired certificate is wrong once, in its dates', () => {
  const ended = { validTo: new Date('2026-11-20T00:00:00Z'), chainProblem: 'CERT_HAS_EXPIRED' };
  expect(states(ended)).toEqual(['fine', 'wrong', 'not tried']);
});

test('a certificate for another name is reported with both names, and the cure requests the right one', () => {
  const [names] = judgeCertificate({ ...good, isForHost: false, names: ['other.example'] }, now);
  expect(names).toMatchObject({
    state: 'wrong',
    seen: 'it is for other.example, not for room.example',
    cure: {
      lines: expect.arrayContaining([expect.stringContaining('--cert-name room.example -d room.example')]),
    },
  });
});

test('behind a load balancer, which answers no HTTP challenges, the cure uses DNS', () => {
  const linesOf = (tlsEnds: 'server' | 'load balancer') => {
    const [, dates] = judgeCertificate({ ...good, validTo: new Date(now.getTime() - 1000) }, now, tlsEnds);
    return dates && 'cure' in dates ? dates.cure.lines.join('\n') : '';
  };
  expect(linesOf('server')).toContain('--webroot');
  expect(linesOf('load balancer')).not.toContain('--webroot');
  expect(linesOf('load balancer')).toContain('--preferred-challenges dns');
});

test.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_REVOKED',
])('a chain with %s is wrong', (chainProblem) => {
  expect(states({ chainProblem })).toEqual(['fine', 'fine', 'wrong']);
});

test('the cure for a missing intermediate certificate is the whole chain', () => {
  const [, , chain] = judgeCertificate({ ...good, chainProblem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, now);
  expect(JSON.stringify(chain)).toContain('fullchain.pem');
});
