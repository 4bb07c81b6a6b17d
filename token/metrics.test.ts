import { expect, test } from 'vitest';
import { createMetrics, createMetricsHandler } from './metrics.ts';
import { testHandler } from './testing/parts.ts';

/** A handler with metrics, and functions that read the metrics as Prometheus does. */
function counted(...[env, countParticipants]: Parameters<typeof testHandler>) {
  const metrics = createMetrics();
  const parts = testHandler(env, countParticipants, metrics);
  const scrape = async () => {
    const response = await createMetricsHandler(metrics).request('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return await response.text();
  };
  /** The value of a series in Prometheus' text format. */
  const value = async (series: string) =>
    (await scrape())
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1);
  return { ...parts, scrape, value };
}

test('requests are counted by status, tokens and refusals by code', async () => {
  const { ask, post, value } = counted({ ROOM_KEY: 'blue-kettle-forty9' });
  const right = { Authorization: 'Bearer blue-kettle-forty9' };
  await post({}, right);
  await ask('/token', { headers: right });
  await post({});
  await post({}, { Authorization: 'Bearer blue-kettle-forty8' });
  await ask('/nothing');
  expect(await value('first_room_token_requests_total{status="201"}')).toBe('1');
  expect(await value('first_room_token_requests_total{status="200"}')).toBe('1');
  expect(await value('first_room_token_requests_total{status="401"}')).toBe('2');
  expect(await value('first_room_tokens_granted_total')).toBe('2');
  expect(await value('first_room_token_refusals_total{code="key_missing"}')).toBe('1');
  expect(await value('first_room_token_refusals_total{code="key_wrong"}')).toBe('1');
  expect(await value('first_room_token_refusals_total{code="not_found"}')).toBe('1');
  expect(await value('first_room_token_request_duration_seconds_count')).toBe('5');
  expect(await value('first_room_token_request_duration_seconds_bucket{le="+Inf"}')).toBe('5');
});

test('a full room, too many requests and a LiveKit that does not answer are counted', async () => {
  const { post, value } = counted({ MAX_PARTICIPANTS: '1', RATE_LIMIT_PER_MINUTE: '2' }, () =>
    Promise.resolve(1),
  );
  for (let count = 0; count < 3; count += 1) await post({});
  expect(await value('first_room_token_refusals_total{code="room_full"}')).toBe('2');
  expect(await value('first_room_token_refusals_total{code="rate_limited"}')).toBe('1');
  expect(await value('first_room_livekit_failures_total')).toBe('0');

  const alone = counted({}, () => Promise.reject(new TypeError('fetch failed')));
  await alone.post({});
  expect(await alone.value('first_room_livekit_failures_total')).toBe('1');
  expect(await alone.value('first_room_tokens_granted_total')).toBe('1');
});

test('refusals and failures start at 0, so that the first one is an increase', async () => {
  const { value } = counted();
  expect(await value('first_room_token_refusals_total{code="key_wrong"}')).toBe('0');
  expect(await value('first_room_token_requests_total{status="500"}')).toBe('0');
});

test('the health check is not counted', async () => {
  const { ask, value } = counted();
  await ask('/healthz');
  expect(await value('first_room_token_request_duration_seconds_count')).toBe('0');
});

test('process metrics are included, and no key, name or address is', async () => {
  const { post, scrape, value } = counted({ ROOM_KEY: 'blue-kettle-forty9' });
  await post({ participant_name: 'Aiko' }, { Authorization: 'Bearer blue-kettle-forty9' });
  expect(Number(await value('process_resident_memory_bytes'))).toBeGreaterThan(1_000_000);
  expect(await scrape()).toContain('nodejs_eventloop_lag_seconds');
  expect(await scrape()).not.toMatch(/kettle|Aiko|192\.0\.2\.1|my-first-room/);
});

test('the token handler serves no metrics, and the metrics server no tokens', async () => {
  const { ask } = counted();
  expect((await ask('/metrics')).status).toBe(404);
  expect((await createMetricsHandler(createMetrics()).request('/token')).status).toBe(404);
});

test('each scrape reports whether Redis answers; without Redis there is no series', async () => {
  let isAnswering = true;
  const shown = async (metrics: ReturnType<typeof createMetrics>) =>
    (await (await createMetricsHandler(metrics).request('/metrics')).text()).match(
      /^first_room_redis_up .*$/m,
    )?.[0];
  const metrics = createMetrics(() => Promise.resolve(isAnswering));
  expect(await shown(metrics)).toBe('first_room_redis_up 1');
  isAnswering = false;
  expect(await shown(metrics)).toBe('first_room_redis_up 0');
  expect(await shown(createMetrics())).toBeUndefined();
});
