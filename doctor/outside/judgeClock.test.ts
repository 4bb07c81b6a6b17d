import { expect, test } from 'vitest';
import { judgeClock, type Reading } from './judgeClock.ts';

const receivedAt = new Date('2026-11-24T12:00:00Z');
const ahead = (seconds: number): Reading => ({
  shown: new Date(receivedAt.getTime() + seconds * 1000),
  receivedAt,
});

test.each([
  [ahead(-1), ahead(0), 'fine', "the server's and this machine's agree"],
  [ahead(20), ahead(20), 'look', "the server's is 20 s ahead of this machine's"],
  [ahead(-600), ahead(-600), 'wrong', "the server's is 600 s behind this machine's"],
  [ahead(-600), undefined, 'wrong', "the server's is 600 s behind this machine's"],
  [undefined, ahead(600), 'wrong', "the server's is 600 s ahead of this machine's"],
  [
    ahead(10),
    ahead(0),
    'look',
    "the token handler's is 10 s ahead of LiveKit's; this machine agrees with LiveKit, so the token handler's is wrong",
  ],
  [
    ahead(61),
    ahead(1),
    'wrong',
    "the token handler's is 60 s ahead of LiveKit's; this machine agrees with LiveKit, so the token handler's is wrong",
  ],
  [
    ahead(0),
    ahead(61),
    'wrong',
    "the token handler's is 61 s behind LiveKit's; this machine agrees with the token handler, so LiveKit's is wrong",
  ],
  [
    ahead(120),
    ahead(30),
    'wrong',
    "the token handler's is 90 s ahead of LiveKit's; this machine agrees with neither (LiveKit's is 30 s ahead of this machine's)",
  ],
  [undefined, undefined, 'not tried', 'no answer contained the time'],
])('clocks %j and %j are %s', (handler, livekit, state, seen) => {
  expect(judgeClock({ handler, livekit })).toMatchObject({ state, seen });
});
