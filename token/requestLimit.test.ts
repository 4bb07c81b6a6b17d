import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localLimit } from './requestLimit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the minute begins with the first request, and requests are allowed again after it', async () => {
  const limit = localLimit('requests', 2);
  expect(await limit.count('192.0.2.1')).toBeUndefined();
  await vi.advanceTimersByTimeAsync(45_500);
  expect(await limit.count('192.0.2.1')).toBeUndefined();
  expect(await limit.count('192.0.2.1')).toBe(15);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(await limit.count('192.0.2.1')).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await limit.count('192.0.2.1')).toBeUndefined();
});

test('each address has its own count, and requests without an address share one', async () => {
  const limit = localLimit('requests', 1);
  expect(await limit.count('192.0.2.1')).toBeUndefined();
  expect(await limit.count('192.0.2.2')).toBeUndefined();
  expect(await limit.count('unknown')).toBeUndefined();
  expect(await limit.count('192.0.2.1')).toBeGreaterThan(0);
  expect(await limit.count('unknown')).toBeGreaterThan(0);
});
