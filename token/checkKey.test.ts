import { afterEach, expect, test, vi } from 'vitest';
import { refusal, testHandler } from './testing/parts.ts';

const key = 'blue-kettle-forty9';
const wrong = 'blue-kettle-forty8';

afterEach(() => void vi.useRealTimers());

/** A handler with a room key, and a function that sends requests with or without the key. */
function guarded(env: Record<string, string> = {}) {
  const parts = testHandler({ ROOM_KEY: key, ...env });
  const show = (shown: string | undefined, remoteAddress?: string) =>
    parts.ask('/token', shown === undefined ? {} : { headers: bearer(shown) }, remoteAddress);
  return { ...parts, show };
}

function bearer(shown: string) {
  return { Authorization: `Bearer ${shown}` };
}

test('a room with a key needs the key for GET, HEAD and POST', async () => {
  const { ask, post } = guarded();
  for (const method of ['GET', 'HEAD']) {
    expect((await ask('/token', { method })).status).toBe(401);
    expect((await ask('/', { method, headers: bearer(wrong) })).status).toBe(401);
    expect((await ask('/', { method, headers: bearer(key) })).status).toBe(200);
  }
  expect(await refusal(await post({}))).toBe('401 key_missing');
  expect(await refusal(await post({}, bearer(wrong)))).toBe('401 key_wrong');
  expect((await post({}, bearer(key))).status).toBe(201);
});

test('refusals without the key reveal nothing about the room', async () => {
  const { post } = guarded();
  expect(await refusal(await post({ room_name: 'attic' }))).toBe('401 key_missing');
  expect(await refusal(await post('{', bearer(wrong)))).toBe('401 key_wrong');
  expect(await refusal(await post({ room_name: 'attic' }, bearer(key)))).toBe('403 room_not_allowed');
});

test.each(['Basic Ymx1ZTprZXR0bGU=', 'Bearer', 'Bearer  ', key, `Bearer ${key} ${key}`])(
  'Authorization: %s contains no key',
  async (authorization) => {
    const response = await guarded().ask('/token', { headers: { Authorization: authorization } });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refusal(response)).toBe('401 key_missing');
  },
);

test('a key in the address or in the body is ignored', async () => {
  const { ask, post } = guarded();
  expect(await refusal(await ask(`/token?key=${key}&access_token=${key}`))).toBe('401 key_missing');
  expect(await refusal(await post({ key }))).toBe('401 key_missing');
});

test('after five wrong keys in a minute an address is rate limited, but the right key still works from it', async () => {
  vi.useFakeTimers();
  const { show } = guarded();
  for (let count = 0; count < 5; count += 1) {
    expect(await refusal(await show(wrong))).toBe('401 key_wrong');
  }
  const response = await show(wrong);
  expect(Number(response.headers.get('retry-after'))).toBe(60);
  expect(await refusal(response)).toBe('429 rate_limited');
  expect((await show(key)).status).toBe(200);
  expect(await refusal(await show(wrong, '192.0.2.2'))).toBe('401 key_wrong');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await refusal(await show(wrong))).toBe('401 key_wrong');
});

test('right keys and missing ones do not count as wrong', async () => {
  const { show } = guarded();
  for (let count = 0; count < 10; count += 1) {
    expect((await show(key)).status).toBe(200);
    expect((await show(undefined)).status).toBe(401);
  }
  expect(await refusal(await show(wrong))).toBe('401 key_wrong');
});

test('requests without the right key have a limit of their own', async () => {
  const { show, ask } = guarded({ RATE_LIMIT_PER_MINUTE: '2' });
  await show(wrong);
  await ask('/nothing');
  expect(await refusal(await show(undefined))).toBe('429 rate_limited');
  expect((await show(key)).status).toBe(200);
  expect((await show(key)).status).toBe(200);
  expect(await refusal(await show(key))).toBe('429 rate_limited');
});

test('the health check and other paths need no key, and a handler without a key accepts any', async () => {
  const { ask } = guarded();
  expect((await ask('/healthz')).status).toBe(200);
  expect(await refusal(await ask('/nothing'))).toBe('404 not_found');
  expect((await testHandler().ask('/token', { headers: bearer(wrong) })).status).toBe(200);
});

test('keys are never logged', async () => {
  const { show, ask, lines } = guarded();
  await show(key);
  await show(wrong);
  await ask(`/token?key=${key}`);
  expect(lines.join()).toContain('"code":"key_wrong"');
  expect(lines.join()).not.toContain('kettle');
});
