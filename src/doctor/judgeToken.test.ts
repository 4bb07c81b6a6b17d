import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import { judgeToken } from './judgeToken.ts';

test('a quick token endpoint is fine, and one that takes long is slow', () => {
  expect(judgeToken({ ms: 40, outcome: success({ clockAheadMs: 0 }) }).verdict).toBe('fine');
  expect(judgeToken({ ms: 3000, outcome: success({ clockAheadMs: undefined }) })).toMatchObject({
    verdict: 'slow',
    diagnosis: { kind: 'server_slow', what: '3000 ms' },
  });
});

test('a clock that is more than a minute off is reported', () => {
  const { findings } = judgeToken({ ms: 40, outcome: success({ clockAheadMs: 130_000 }) });
  expect(findings).toContainEqual({ kind: 'clock_ahead', facts: ['token', 130] });
});

test('a token endpoint that refuses the check’s room is not diagnosed as refusing the guest’s room', () => {
  const refusal = failed({ kind: 'room_not_allowed' as const, detail: 'POST /token: 403' });
  expect(judgeToken({ ms: 40, outcome: refusal })).toMatchObject({
    verdict: 'blocked',
    diagnosis: { kind: 'check_not_allowed', what: 'POST /token: 403' },
  });
});
