import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { CallFacts } from './facts.ts';
import { judgePath, judgePublishing } from './judgeCall.ts';

const received = { packets: 500, lostShare: 0, jitterMs: 4 };
const call: CallFacts = {
  connected: success(200),
  video: received,
  audio: received,
  path: { protocol: 'udp', name: 'udp 203.0.113.5:7882', roundTripMs: 23 },
};

test('publishing is fine if the server reports that it receives video and audio', () => {
  expect(judgePublishing(call).verdict).toBe('fine');
  expect(judgePublishing({ ...call, audio: undefined })).toMatchObject({
    verdict: 'blocked',
    diagnosis: { kind: 'not_received' },
  });
});

test('the diagnosis of a failed connection contains the failure’s detail', () => {
  const connected = failed({
    kind: 'media_blocked' as const,
    detail: 'wss://room.example: no pc connection',
  });
  expect(judgePublishing({ ...call, connected })).toMatchObject({
    verdict: 'blocked',
    diagnosis: { kind: 'not_connected', what: 'wss://room.example: no pc connection' },
  });
});

test('a long round trip, loss or jitter makes a weak network', () => {
  expect(judgePath(call).verdict).toBe('fine');
  const far = { protocol: 'udp', name: '', roundTripMs: 400 } as const;
  for (const weak of [
    { path: far },
    { audio: { ...received, lostShare: 0.08 } },
    { audio: { ...received, jitterMs: 80 } },
  ]) {
    expect(judgePath({ ...call, ...weak })).toMatchObject({
      verdict: 'slow',
      diagnosis: { kind: 'weak_network' },
    });
  }
});

test('a good connection over TCP is fine, but called a detour', () => {
  const path = { protocol: 'tcp', name: 'tcp 203.0.113.5:7881', roundTripMs: 23 } as const;
  expect(judgePath({ ...call, path })).toMatchObject({ verdict: 'fine' });
  expect(judgePath({ ...call, path }).findings).toContainEqual({ kind: 'meaning', facts: ['detour'] });
});
