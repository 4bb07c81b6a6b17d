import { describe, expect, test } from 'vitest';
import { isLoopback, readConfig } from './config.ts';

const secret = 'x'.repeat(32);
const keys = { LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: secret };

function read(env: Record<string, string>) {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.value;
}

function problems(env: Record<string, string>) {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
}

test('the defaults serve this machine alone, with the development keys and a warning', () => {
  const { warnings, ...config } = read({});
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 5000,
    keys: { apiKey: 'devkey', apiSecret: 'secret' },
    livekitUrl: 'ws://127.0.0.1:7880',
    livekitApiUrl: 'http://127.0.0.1:7880',
    rooms: ['my-first-room'],
    roomKey: undefined,
    invitationKey: '',
    roomEntry: 'open',
    showWhoIsHere: false,
    connectInLobby: false,
    guestRole: 'speaker',
    maxParticipants: 25,
    corsOrigins: [],
    trustedProxyHops: 0,
    rateLimitPerMinute: 60,
    metrics: undefined,
    logLevel: 'info',
  });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('livekit-server --dev');
});

test('REDIS_URL needs a Redis address, and a wrong one is not repeated', () => {
  const url = 'rediss://:hunter2@redis.example:6379';
  expect(read({ REDIS_URL: url }).redis).toEqual({ kind: 'server', url });
  const said = problems({ REDIS_URL: 'hunter2@redis.example:6379' }).join();
  expect(said).toContain("REDIS_URL can't be Redis's address. It must be like redis://:PASSWORD@");
  expect(said).not.toContain('hunter2');
});

test('every setting can be set, and white space around a value is ignored', () => {
  expect(
    read({
      HOST: '0.0.0.0',
      PORT: ' 0 ',
      LIVEKIT_API_KEY: 'key\n',
      LIVEKIT_API_SECRET: `${secret}\n`,
      LIVEKIT_URL: 'wss://room.example/',
      LIVEKIT_API_URL: 'https://livekit.internal:7880',
      ROOMS: 'kitchen, garden,,kitchen',
      ROOM_KEY: 'blue-kettle-forty9\n',
      HOST_KEY: 'red-kettle-forty9',
      INVITATION_KEY: '2026-11',
      ROOM_ENTRY: 'knock',
      GUEST_ROLE: 'listener',
      SHOW_WHO_IS_HERE: 'true',
      CONNECT_IN_LOBBY: 'true',
      MAX_PARTICIPANTS: '6',
      CORS_ORIGINS: 'https://a.example,http://localhost:3000',
      TRUSTED_PROXY_HOPS: '2',
      RATE_LIMIT_PER_MINUTE: '600',
      METRICS_HOST: '10.0.0.5',
      METRICS_PORT: '9464',
      LOG_LEVEL: 'warn',
    }),
  ).toEqual({
    host: '0.0.0.0',
    port: 0,
    keys: { apiKey: 'key', apiSecret: secret },
    livekitUrl: 'wss://room.example',
    livekitApiUrl: 'https://livekit.internal:7880',
    rooms: ['kitchen', 'garden'],
    roomKey: 'blue-kettle-forty9',
    hostKey: 'red-kettle-forty9',
    invitationKey: '2026-11',
    roomEntry: 'knock',
    showWhoIsHere: true,
    connectInLobby: true,
    guestRole: 'listener',
    maxParticipants: 6,
    corsOrigins: ['https://a.example', 'http://localhost:3000'],
    trustedProxyHops: 2,
    rateLimitPerMinute: 600,
    metrics: { host: '10.0.0.5', port: 9464 },
    logLevel: 'warn',
    warnings: [],
  });
});

test('every wrong value is reported with the expected form', () => {
  const all = {
    HOST: 'http://here',
    PORT: '65536',
    LIVEKIT_URL: 'https://room.example',
    LIVEKIT_API_URL: 'ws://127.0.0.1:7880',
    ROOMS: ' , ',
    ROOM_ENTRY: 'closed',
    GUEST_ROLE: 'host',
    MAX_PARTICIPANTS: '0',
    CORS_ORIGINS: 'https://a.example/',
    TRUSTED_PROXY_HOPS: 'one',
    RATE_LIMIT_PER_MINUTE: '-1',
    METRICS_HOST: 'http://here',
    METRICS_PORT: 'yes',
    LOG_LEVEL: 'loud',
  };
  const found = problems({ ...keys, ...all });
  expect(found).toHaveLength(Object.keys(all).length);
  for (const [name, value] of Object.entries(all)) {
    const begin = `${name} is ${JSON.stringify(value.trim())}. It must be`;
    expect(found.filter((text) => text.startsWith(begin))).toHaveLength(1);
  }
});

describe('a secret that can be guessed', () => {
  const publicly = { HOST: '0.0.0.0', LIVEKIT_URL: 'wss://room.example' };

  test('is accepted on loopback only, with a warning', () => {
    expect(read({ LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'short' }).warnings).toHaveLength(1);
    expect(problems({ ...publicly, LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'short' })).toHaveLength(1);
  });

  test('is never repeated in a message', () => {
    const found = problems({ ...publicly, LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 'hunter2hunter2' });
    expect(found.join()).toContain('14 characters');
    expect(found.join()).not.toContain('hunter2');
  });

  test('is refused when others can reach the handler, as is none at all', () => {
    expect(problems({ ...publicly, LIVEKIT_API_KEY: 'devkey', LIVEKIT_API_SECRET: 'secret' })[0]).toContain(
      '--dev',
    );
    const names = problems(publicly).map((text) => text.split(' ', 1)[0]);
    expect(names).toEqual(['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET']);
  });

  test('is refused on loopback, too, when a proxy is in front', () => {
    const behindProxy = { TRUSTED_PROXY_HOPS: '1', LIVEKIT_URL: 'same-origin' };
    expect(problems(behindProxy)).toHaveLength(2);
    expect(problems({ ...behindProxy, ...keys })).toEqual([]);
  });

  test('a key without its secret is refused', () => {
    expect(problems({ LIVEKIT_API_KEY: 'key' })[0]).toContain('LIVEKIT_API_SECRET is not set');
    expect(problems({ LIVEKIT_API_SECRET: secret })[0]).toContain('LIVEKIT_API_KEY is not set');
  });
});

test.each(['hunter2', 'hunter2 hunter2 hunter2', 'hunter2'.repeat(19)])(
  'ROOM_KEY can not be “%s”, and the message does not repeat it',
  (key) => {
    const found = problems({ ROOM_KEY: key });
    expect(found).toEqual([expect.stringContaining('It must be 16 to 128 letters')]);
    expect(found.join()).not.toContain('hunter2');
  },
);

test('metrics are off until they have a port, and then listen on loopback only', () => {
  expect(read({ METRICS_HOST: '10.0.0.5' }).metrics).toBeUndefined();
  expect(read({ METRICS_PORT: '0' }).metrics).toEqual({ host: '127.0.0.1', port: 0 });
});

test('LIVEKIT_URL is required when others can reach the handler', () => {
  expect(problems({ ...keys, HOST: '::' })[0]).toContain('LIVEKIT_URL is not set');
  expect(read({ ...keys, HOST: '::', LIVEKIT_URL: 'same-origin' }).livekitUrl).toBe('same-origin');
});

test.each([
  'room.example',
  'wss://user:pass@room.example',
  'wss://room.example/?x=1',
  'wss://',
  'Same-Origin',
])('LIVEKIT_URL can not be %s', (url) => expect(problems({ ...keys, LIVEKIT_URL: url })).toHaveLength(1));

test('* for origins must stand alone', () => {
  expect(read({ ...keys, CORS_ORIGINS: '*' }).corsOrigins).toEqual(['*']);
  expect(problems({ ...keys, CORS_ORIGINS: '*,https://a.example' })).toHaveLength(1);
  expect(problems({ ...keys, CORS_ORIGINS: 'null' })).toHaveLength(1);
});

test('a path in LIVEKIT_API_URL is refused, since the SDK would drop it', () => {
  expect(problems({ ...keys, LIVEKIT_API_URL: 'https://room.example/livekit' })).toHaveLength(1);
});

test.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'example.com'])('%s is not loopback', (host) => {
  expect(isLoopback(host)).toBe(false);
});
