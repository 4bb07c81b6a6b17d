import { expect, test } from 'vitest';
import { clockAheadMs, makeCheckRoom } from './checkToken.ts';

function token(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
}

test('each connection gets its own room, with a name that the token handler accepts', () => {
  expect(makeCheckRoom()).toMatch(/^first-room-check-[a-z0-9]{24}$/);
  expect(makeCheckRoom()).not.toBe(makeCheckRoom());
});

test('the offset of the token endpoint’s clock is read from `exp` or `iat`', () => {
  expect(clockAheadMs(token({ exp: 1150 }), 1_000_000)).toBe(30_000);
  expect(clockAheadMs(token({ iat: 970, exp: 9999 }), 1_000_000)).toBe(-30_000);
});

test('an invalid token, or one without times, has no clock offset', () => {
  expect(clockAheadMs(token({}), 1_000_000)).toBeUndefined();
  expect(clockAheadMs('a.b.c', 1_000_000)).toBeUndefined();
});
