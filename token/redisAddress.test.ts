import { expect, test } from 'vitest';
import { parseRedisAddress } from './redisAddress.ts';

test('one Redis, with and without TLS', () => {
  for (const url of ['redis://127.0.0.1:6379', 'rediss://:hunter2@redis.example:6379', 'redis://[::1]']) {
    expect(parseRedisAddress(url)).toEqual({ kind: 'server', url });
  }
});

test('Sentinels, with the name of the primary and Redis’s password', () => {
  expect(
    parseRedisAddress('redis+sentinel://:p%40ss@10.0.1.21:26379,10.0.1.22,[fd00::1]:1234/first-room'),
  ).toEqual({
    kind: 'sentinel',
    sentinels: [
      { host: '10.0.1.21', port: 26379 },
      { host: '10.0.1.22', port: 26379 },
      { host: 'fd00::1', port: 1234 },
    ],
    master: 'first-room',
    password: 'p@ss',
  });
  expect(parseRedisAddress('redis+sentinel://token:secret@sentinel.example/main')).toEqual({
    kind: 'sentinel',
    sentinels: [{ host: 'sentinel.example', port: 26379 }],
    master: 'main',
    username: 'token',
    password: 'secret',
  });
});

test('a malformed address is refused', () => {
  for (const wrong of [
    'hunter2@redis.example:6379',
    'https://:hunter2@redis.example',
    'redis://',
    'redis+sentinel://10.0.1.21:26379',
    'redis+sentinel://10.0.1.21:26379/',
    'redis+sentinel://10.0.1.21:26379,,10.0.1.22/first-room',
    'redis+sentinel://10.0.1.21:none/first-room',
    'redis+sentinel:///first-room',
  ]) {
    expect(parseRedisAddress(wrong)).toBeUndefined();
  }
});
