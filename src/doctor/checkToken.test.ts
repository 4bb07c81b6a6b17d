import { expect, test } from 'vitest';
import { clockAheadMs, makeCheckRoom } from './checkToken.ts';

function token(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
}

test('each connection gets a room of its own, with a name that the token handler takes', () => {
  expect(makeCheckRoom()).toMatch(/^first-room-check-[a-z0-9]{24}$/);
  expect(makeCheckRoom()).not.toBe(makeCheckRoom());
});

test('a token says how far its maker’s clock is ahead: by its end, or by when it was made', () => {
  expect(clockAheadMs(token({ exp: 1150 }), 1_000_000)).toBe(30_000);
  expect(clockAheadMs(token({ iat: 970, exp: 9999 }), 1_000_000)).toBe(-30_000);
});

test('a token that says nothing of time, or is none, says nothing', () => {
  expect(clockAheadMs(token({}), 1_000_000)).toBeUndefined();
  expect(clockAheadMs('a.b.c', 1_000_000)).toBeUndefined();
});
