import { expect, test } from 'vitest';
import { isLost, isPassing, isTokenFresh, likelyReason, returnWaitMs } from './returnPolicy.ts';

test('waits grow to three seconds and no further', () => {
  const waits = [0, 1, 2, 3, 4, 5, 3000].map((tries) => returnWaitMs(tries, 0.5));
  expect(waits).toEqual([500, 1000, 2000, 3000, 3000, 3000, 3000]);
});

test('guests who lost the connection together rejoin at different times', () => {
  expect(returnWaitMs(4, 0)).toBe(2250);
  expect(returnWaitMs(4, 1)).toBe(3750);
});

test('the wait is at least Retry-After, plus a random part', () => {
  expect(returnWaitMs(4, 0, 20_000)).toBe(20_000);
  expect(returnWaitMs(4, 1, 20_000)).toBe(20_500);
  expect(returnWaitMs(4, 0.5, 1000)).toBe(3000);
});

test('only a lost connection, not an intended end, is followed by rejoining', () => {
  expect(isLost('connection_lost')).toBe(true);
  expect(isLost('server_shutdown')).toBe(true);
  expect(isLost('page_frozen')).toBe(true);
  for (const reason of ['left', 'removed', 'room_closed', 'joined_elsewhere'] as const) {
    expect(isLost(reason)).toBe(false);
  }
});

test('a refusal ends the tries, an unreachable server does not', () => {
  expect(isPassing({ kind: 'token_endpoint_unreachable', detail: '' })).toBe(true);
  expect(isPassing({ kind: 'room_not_allowed', detail: '' })).toBe(false);
});

test('a duplicate identity soon after rejoining is an own earlier try, later it is another tab', () => {
  expect(likelyReason('joined_elsewhere', 5000)).toBe('connection_lost');
  expect(likelyReason('joined_elsewhere', 60_000)).toBe('joined_elsewhere');
  expect(likelyReason('removed', 5000)).toBe('removed');
});

test('a token is used again for some minutes, and not if the clock was set back since', () => {
  const givenAtMs = 1_000_000;
  expect(isTokenFresh(givenAtMs, givenAtMs + 60_000)).toBe(true);
  expect(isTokenFresh(givenAtMs, givenAtMs + 10 * 60_000)).toBe(false);
  expect(isTokenFresh(givenAtMs, givenAtMs - 1)).toBe(false);
});
