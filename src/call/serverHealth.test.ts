import { expect, test } from 'vitest';
import { untilServerIsThere, type HealthParts } from './serverHealth.ts';

const timeout = new DOMException('', 'TimeoutError');

/**
 * Fakes of the server and the clock. Each health request gets the next answer, and the last answer repeats. The clock
 * advances only while the code waits.
 */
function parts(...answers: (number | Error)[]) {
  const asked: string[] = [];
  let now = 0;
  const waits: number[] = [];
  const given: HealthParts = {
    ask: async (url) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? 200;
      asked.push(url.href);
      if (typeof answer !== 'number') throw answer;
      return { status: answer };
    },
    pause: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    nowMs: () => now,
    random: () => 0.5,
  };
  return { given, asked, waits };
}

const page = 'https://room.example/?room=a';
const server = 'wss://room.example';

test('a server that answers is asked once, without a wait', async () => {
  const { given, asked, waits } = parts(200);
  expect(await untilServerIsThere(server, page, given)).toBe(true);
  expect(asked).toEqual(['https://room.example/rtc/health']);
  expect(waits).toEqual([]);
});

test('the app waits while LiveKit has no store (406), a proxy reaches no LiveKit (502 to 504), or nothing answers', async () => {
  const { given, asked, waits } = parts(406, 502, 503, 504, new TypeError('Failed to fetch'), 200);
  await untilServerIsThere(server, page, given);
  expect(asked).toHaveLength(6);
  expect(waits).toEqual([250, 500, 1000, 1000, 1000]);
});

test.each([404, 401, 429, timeout])(
  'the app does not wait after an answer that says nothing about LiveKit (%s)',
  async (answer) => {
    const { given, asked } = parts(answer);
    expect(await untilServerIsThere(server, page, given)).toBe(false);
    expect(asked).toHaveLength(1);
  },
);

test('a LiveKit on another origin is not asked', async () => {
  const { given, asked } = parts(502);
  await untilServerIsThere('wss://livekit.example', page, given);
  await untilServerIsThere('wss://room.example:7880', page, given);
  expect(asked).toEqual([]);
});

test('the app waits 20 s at most, even if the server never returns', async () => {
  const { given, waits } = parts(502);
  expect(await untilServerIsThere(server, page, given)).toBe(false);
  const total = waits.reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeGreaterThanOrEqual(20_000);
  expect(total).toBeLessThan(21_000);
});
