import { expect, test } from 'vitest';
import { guestIdentity } from './guestIdentity.ts';
import { testKeys } from './testing/parts.ts';

const secret = '0b7f3a52-7d59-4c1e-9e0f-6a2f4c1d8b90';

test('the same secret gives the same identity, but another one in each room', () => {
  const first = guestIdentity(testKeys, { room: 'kitchen', secret });
  expect(guestIdentity(testKeys, { room: 'kitchen', secret })).toBe(first);
  expect(guestIdentity(testKeys, { room: 'garden', secret })).not.toBe(first);
  expect(guestIdentity(testKeys, { room: 'kitchen', secret: secret.replace('0', '1') })).not.toBe(first);
});

test('the identity does not contain the secret, and differs for another host’s key', () => {
  const identity = guestIdentity(testKeys, { room: 'kitchen', secret });
  expect(identity).toMatch(/^[\w-]{22}$/);
  expect(secret).not.toContain(identity.slice(0, 4));
  const otherKeys = { ...testKeys, apiSecret: 'another-secret-that-is-for-the-tests' };
  expect(guestIdentity(otherKeys, { room: 'kitchen', secret })).not.toBe(identity);
});

test('using another guest’s identity as the secret does not give that identity', () => {
  const seen = guestIdentity(testKeys, { room: 'kitchen', secret });
  expect(guestIdentity(testKeys, { room: 'kitchen', secret: seen })).not.toBe(seen);
});

test('without a secret each request gets a new identity', () => {
  expect(guestIdentity(testKeys, { room: 'a' })).not.toBe(guestIdentity(testKeys, { room: 'a' }));
});
