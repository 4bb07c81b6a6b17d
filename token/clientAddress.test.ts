import { expect, test } from 'vitest';
import { addressKey, clientAddress } from './clientAddress.ts';

function from(trustedProxyHops: number, socketAddress: string | undefined, forwardedFor?: string) {
  return clientAddress({ socketAddress, forwardedFor, trustedProxyHops });
}

test('without a proxy X-Forwarded-For is ignored', () => {
  expect(from(0, '192.0.2.1', '198.51.100.9')).toBe('192.0.2.1');
});

test("behind a proxy the proxy's entry is the client address", () => {
  expect(from(1, '127.0.0.1', '198.51.100.9')).toBe('198.51.100.9');
  expect(from(2, '127.0.0.1', '198.51.100.9, 10.0.0.2')).toBe('198.51.100.9');
});

test('entries that a client forged at the left are ignored', () => {
  expect(from(1, '127.0.0.1', '203.0.113.1, 203.0.113.2, 198.51.100.9')).toBe('198.51.100.9');
  expect(from(2, '127.0.0.1', '203.0.113.1, 198.51.100.9, 10.0.0.2')).toBe('198.51.100.9');
});

test('with fewer entries than proxies the leftmost entry is used', () => {
  expect(from(3, '127.0.0.1', '198.51.100.9')).toBe('198.51.100.9');
  expect(from(1, '192.0.2.1')).toBe('192.0.2.1');
});

test('an entry that is no address is skipped for the next one to the right', () => {
  expect(from(1, '192.0.2.1', 'unknown')).toBe('192.0.2.1');
  expect(from(1, '192.0.2.1', '')).toBe('192.0.2.1');
  expect(from(0, undefined)).toBe('unknown');
});

test.each([
  ['203.0.113.7:4711', '203.0.113.7'],
  ['[2001:DB8::1]:4711', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
])('%s is read as %s', (written, address) => {
  expect(from(0, written)).toBe(address);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['unknown', 'unknown'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
