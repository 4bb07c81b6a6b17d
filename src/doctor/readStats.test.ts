import { expect, test } from 'vitest';
import { readPath, readReceived } from './readStats.ts';

const stats = [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P2' },
  { id: 'P1', type: 'candidate-pair', state: 'failed' },
  {
    id: 'P2',
    type: 'candidate-pair',
    nominated: true,
    localCandidateId: 'L',
    remoteCandidateId: 'R',
    currentRoundTripTime: 0.0234,
  },
  { id: 'L', type: 'local-candidate', candidateType: 'prflx', protocol: 'tcp' },
  { id: 'R', type: 'remote-candidate', address: '203.0.113.5', port: 7881, protocol: 'tcp' },
  { id: 'O1', type: 'outbound-rtp', kind: 'video', packetsSent: 300 },
  { id: 'O2', type: 'outbound-rtp', kind: 'video', packetsSent: 100 },
  { id: 'I1', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 20, jitter: 0.004 },
  { id: 'I2', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 0, jitter: 0.012 },
  { id: 'O3', type: 'outbound-rtp', kind: 'audio', packetsSent: 50 },
];

test('loss is the sum over all simulcast layers, and jitter the highest of them', () => {
  expect(readReceived(stats, 'video')).toEqual({ packets: 380, lostShare: 0.05, jitterMs: 12 });
});

test('without a report of the server nothing counts as received', () => {
  expect(readReceived(stats, 'audio')).toBeUndefined();
});

test('the path is read from the selected candidate pair, or in Firefox from the nominated one', () => {
  const path = { protocol: 'tcp', name: 'tcp 203.0.113.5:7881', roundTripMs: 23 };
  expect(readPath(stats)).toEqual(path);
  expect(readPath(stats.slice(1))).toEqual(path);
  expect(readPath([])).toBeUndefined();
});

test('the path over a relay candidate is TURN', () => {
  const relayed = stats.map((one) =>
    one.id === 'L' ? Object.assign({}, one, { candidateType: 'relay' }) : one,
  );
  expect(readPath(relayed)?.protocol).toBe('turn');
});
