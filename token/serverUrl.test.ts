import { expect, test } from 'vitest';
import { serverUrl, type ServerUrlParts } from './serverUrl.ts';

function from(parts: Partial<ServerUrlParts>) {
  return serverUrl({
    livekitUrl: 'same-origin',
    requestUrl: 'http://localhost:3000/token',
    forwardedProto: undefined,
    forwardedHost: undefined,
    trustedProxyHops: 0,
    ...parts,
  });
}

test('a configured address is returned unchanged', () => {
  expect(
    from({ livekitUrl: 'wss://room.example', trustedProxyHops: 1, forwardedHost: 'other.example' }),
  ).toBe('wss://room.example');
});

test('same-origin gives the host of the request', () => {
  expect(from({})).toBe('ws://localhost:3000');
  expect(from({ requestUrl: 'http://[::1]:3000/' })).toBe('ws://[::1]:3000');
});

test('forwarded scheme and host are trusted only behind a proxy', () => {
  const forwarded = { forwardedProto: 'https', forwardedHost: 'room.example' };
  expect(from(forwarded)).toBe('ws://localhost:3000');
  expect(from({ ...forwarded, trustedProxyHops: 1 })).toBe('wss://room.example');
});

test('a scheme or host that the proxy does not forward is taken from the request', () => {
  expect(from({ forwardedProto: 'https', trustedProxyHops: 1 })).toBe('wss://localhost:3000');
  expect(from({ forwardedHost: 'room.example:8443', trustedProxyHops: 1 })).toBe('ws://room.example:8443');
});

test('in a list the entry of our outermost proxy is used, and forged ones at the left are ignored', () => {
  const forwarded = {
    forwardedProto: 'http, https, http',
    forwardedHost: 'evil.example, room.example, inner',
  };
  expect(from({ ...forwarded, trustedProxyHops: 2 })).toBe('wss://room.example');
});

test('the default port is left out', () => {
  expect(from({ forwardedProto: 'https', forwardedHost: 'room.example:443', trustedProxyHops: 1 })).toBe(
    'wss://room.example',
  );
});

test.each(['room.example/path', 'user@room.example', 'a b', 'room.example:99999', '[::1'])(
  'a forwarded host %s is refused',
  (forwardedHost) => expect(from({ forwardedHost, trustedProxyHops: 1 })).toBeUndefined(),
);

test('a forwarded scheme other than http, https, ws and wss is refused', () => {
  expect(from({ forwardedProto: 'ftp', trustedProxyHops: 1 })).toBeUndefined();
});
