import { expect, test } from 'vitest';
import { reconnectPolicy } from './reconnectPolicy.ts';

function waits({ random = 0.5, elapsedMs = 1000, isFlowing = false }) {
  const policy = reconnectPolicy(
    () => isFlowing,
    () => random,
  );
  return [0, 1, 2, 3, 4, 50].map((retryCount) => policy.nextRetryDelayInMs({ retryCount, elapsedMs }));
}

test('waits grow to one second and stay there', () => {
  expect(waits({})).toEqual([250, 300, 600, 1000, 1000, 1000]);
});

test('guests who lost the connection together do not reconnect at the same moment', () => {
  expect(waits({ random: 0 })).toEqual([0, 225, 450, 750, 750, 750]);
  expect(waits({ random: 1 })).toEqual([500, 375, 750, 1250, 1250, 1250]);
});

test('reconnecting is given up after 40 s without media, and goes on with media', () => {
  expect(waits({ elapsedMs: 40_001 })).toEqual([null, null, null, null, null, null]);
  expect(waits({ elapsedMs: 60_000, isFlowing: true })).not.toContain(null);
});

test('a connection with media is kept for an hour without signalling', () => {
  expect(waits({ elapsedMs: 3_600_000, isFlowing: true })).not.toContain(null);
});
