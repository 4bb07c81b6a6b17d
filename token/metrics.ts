import { Hono } from 'hono';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { refusalCodes, type RefusalCode } from '../common/contract.ts';

/** Counters for Prometheus. Health checks are not counted. */
export interface Metrics {
  /** Counts an answered request. */
  answered(answer: { status: number; code: RefusalCode | undefined; seconds: number }): void;
  granted(): void;
  /** Counts a failed request to LiveKit. */
  livekitFailed(): void;
  /** All metrics in Prometheus' text format, with the content type of that format. */
  expose(): Promise<{ text: string; contentType: string }>;
}

/**
 * Upper bounds of the histogram of answer times. They range from the time for signing a token alone to more than the
 * time limit of 1.5 s for LiveKit.
 */
const bucketSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/**
 * Creates the metrics of a token handler.
 *
 * @param isRedisAnswering called at every scrape; without Redis the series is absent
 */
export function createMetrics(isRedisAnswering?: () => Promise<boolean>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'first_room_token_requests_total',
    help: 'Requests that were answered, by HTTP status, without health checks.',
    labelNames: ['status'],
    registers,
  });
  const tokens = new Counter({
    name: 'first_room_tokens_granted_total',
    help: 'Tokens that were given.',
    registers,
  });
  const refusals = new Counter({
    name: 'first_room_token_refusals_total',
    help: 'Requests that were refused, by code: key_wrong, room_full, rate_limited and so on.',
    labelNames: ['code'],
    registers,
  });
  const durations = new Histogram({
    name: 'first_room_token_request_duration_seconds',
    help: 'How long requests took, without health checks.',
    buckets: bucketSeconds,
    registers,
  });
  const livekitFailures = new Counter({
    name: 'first_room_livekit_failures_total',
    help: 'Requests to LiveKit that failed.',
    registers,
  });
  const redis =
    isRedisAnswering &&
    new Gauge({
      name: 'first_room_redis_up',
      help: 'Whether Redis answered this token handler: 1 or 0.',
      registers,
    });
  // These series start at 0: Prometheus sees no increase in a series that begins at 1, so the first wrong key and the
  // first failure would be missed.
  for (const code of refusalCodes) refusals.inc({ code }, 0);
  requests.inc({ status: 500 }, 0);

  return {
    answered({ status, code, seconds }) {
      requests.inc({ status });
      durations.observe(seconds);
      if (code !== undefined) refusals.inc({ code });
    },
    granted: () => tokens.inc(),
    livekitFailed: () => livekitFailures.inc(),
    async expose() {
      redis?.set((await isRedisAnswering?.()) ? 1 : 0);
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

/**
 * Answers `GET /metrics`. It needs a server of its own, because only the person who runs the server may see usage
 * figures.
 */
export function createMetricsHandler(metrics: Metrics): Hono {
  const app = new Hono();
  app.get('/metrics', async (c) => {
    const { text, contentType } = await metrics.expose();
    return c.body(text, 200, { 'Content-Type': contentType });
  });
  return app;
}
