import { expect, test } from 'vitest';
import { untilServerIsThere, type HealthParts } from './serverHealth.ts';

const timeout = new DOMException('', 'TimeoutError');

/** Answers one after the other, the last one for ever; a clock that only waiting moves. */
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

test('a server that is there is asked once and not waited for', async () => {
  const { given, asked, waits } = parts(200);
  await untilServerIsThere(server, page, given);
  expect(asked).toEqual(['https://room.example/rtc/health']);
  expect(waits).toEqual([]);
});

test('a LiveKit without its store (406), a proxy without LiveKit (502 to 504) and nobody at all are waited for', async () => {
  const { given, asked, waits } = parts(406, 502, 503, 504, new TypeError('Failed to fetch'), 200);
  await untilServerIsThere(server, page, given);
  expect(asked).toHaveLength(6);
  expect(waits).toEqual([250, 500, 1000, 1000, 1000]);
});

test.each([404, 401, 429, timeout])(
  'an answer that says nothing of LiveKit (%s) is not waited for',
  async (answer) => {
    const { given, asked } = parts(answer);
    await untilServerIsThere(server, page, given);
    expect(asked).toHaveLength(1);
  },
);

test('a LiveKit of another origin is not asked', async () => {
  const { given, asked } = parts(502);
  await untilServerIsThere('wss://livekit.example', page, given);
  await untilServerIsThere('wss://room.example:7880', page, given);
  expect(asked).toEqual([]);
});

test('a server that says for ever that it is away is held back for 20 s', async () => {
  const { given, waits } = parts(502);
  await untilServerIsThere(server, page, given);
  const total = waits.reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeGreaterThanOrEqual(20_000);
  expect(total).toBeLessThan(21_000);
});
