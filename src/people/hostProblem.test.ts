import { expect, test } from 'vitest';
import { hostProblem } from './hostProblem.ts';

function refusal(code: string) {
  return { error: { code, message: '' } };
}

test('a host reads why a request failed: a full list, too many requests, or something else', () => {
  expect(hostProblem({ outcome: 'done' })).toBeUndefined();
  expect(hostProblem({ outcome: 'refused', body: refusal('not_host') })).toBe('refused');
  expect(hostProblem({ outcome: 'failed', body: refusal('list_full') })).toBe('full');
  expect(hostProblem({ outcome: 'failed', body: refusal('rate_limited') })).toBe('busy');
  expect(hostProblem({ outcome: 'failed', body: refusal('livekit_failed') })).toBe('failed');
  expect(hostProblem({ outcome: 'failed' })).toBe('failed');
});
