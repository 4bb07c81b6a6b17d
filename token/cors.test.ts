import { expect, test } from 'vitest';
import { testHandler } from './testing/parts.ts';

const page = 'https://app.example';
const preflight = {
  method: 'OPTIONS',
  headers: {
    Origin: page,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  },
};

function corsHeaders(response: Response) {
  return [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
}

test('without CORS_ORIGINS pages of other origins can not read answers', async () => {
  const { ask, post } = testHandler();
  for (const response of [await ask('/token', preflight), await post({}, { Origin: page })]) {
    expect(corsHeaders(response)).toEqual([]);
  }
});

test('a listed origin may send requests and read refusals and Retry-After', async () => {
  const { ask, post } = testHandler({ CORS_ORIGINS: `https://other.example,${page}` });
  const allowed = await ask('/token', preflight);
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(page);
  expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,POST');
  expect(allowed.headers.get('access-control-allow-headers')).toBe('Content-Type,Authorization');
  for (const [body, status] of [
    [{}, 201],
    [{ room_name: 'attic' }, 403],
  ] as const) {
    const response = await post(body, { Origin: page });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
    expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect(response.headers.get('vary')).toBe('Origin');
  }
});

test.each(['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null'])(
  '%s is not a listed origin',
  async (origin) => {
    const { ask, post } = testHandler({ CORS_ORIGINS: page });
    const headers = { ...preflight.headers, Origin: origin };
    expect(corsHeaders(await ask('/token', { ...preflight, headers }))).toEqual([]);
    expect(corsHeaders(await post({}, { Origin: origin }))).toEqual([]);
  },
);

test('* lets every page send requests, but without credentials', async () => {
  const response = await testHandler({ CORS_ORIGINS: '*' }).post({}, { Origin: 'https://anything.example' });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

test("OPTIONS is answered with the path's methods", async () => {
  const response = await testHandler().ask('/token', { method: 'OPTIONS' });
  expect(response.status).toBe(204);
  expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
});

test('a listed origin can also read internal errors and rate limits', async () => {
  const { handler, ask } = testHandler({ CORS_ORIGINS: page, RATE_LIMIT_PER_MINUTE: '1' });
  handler.get('/bug', () => {
    throw new Error('something broke');
  });
  for (const status of [500, 429]) {
    const response = await ask('/bug', { headers: { Origin: page } });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(page);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});
