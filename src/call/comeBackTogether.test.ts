import type { Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testHandler } from '../../token/testing/parts.ts';
import { requestToken } from '../access/requestToken.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { createCall, type Call } from './call.ts';
import type { JoinFailure } from './callState.ts';
import type { ConnectionRequest } from './connection.ts';
import { reconnectPolicy } from './reconnectPolicy.ts';

/**
 * These tests simulate guests behind one IP address, and a LiveKit that is down for a while. Only the clock and LiveKit
 * are simulated; the call, its waits, the token request, the token handler and its rate limit are the real ones.
 */

const address = '192.0.2.1';
const stepMs = 250;
/** Simulated duration of a successful try to connect. */
const joinMs = 500;
/** Simulated duration of a try that gets no answer: `websocketTimeoutMs` in connection.ts. */
const hangMs = 5000;
const minuteMs = 60_000;

let asking = 0;
let statuses: number[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  asking = 0;
  statuses = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Makes `Math.random` return the same numbers in every run (the generator of Numerical Recipes). */
function seedRandom(seed: number): void {
  let state = seed;
  vi.spyOn(Math, 'random').mockImplementation(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  });
}

async function pass(ms: number, until: () => boolean = () => false): Promise<void> {
  for (let passed = 0; passed < ms && !until(); passed += stepMs) {
    await vi.advanceTimersByTimeAsync(stepMs);
    // Also waits for real ticks, because the streams that read request bodies are not driven by the simulated clock.
    do await new Promise((resolve) => setImmediate(resolve));
    // oxlint-disable-next-line no-unmodified-loop-condition -- `fetch` below counts it down
    while (asking > 0);
  }
}

interface Guest {
  call: Call;
  /** The guest's newest connection. */
  connection: ConnectionRequest | undefined;
  backAtMs: number | undefined;
}

function openScene(env: Record<string, string> = {}) {
  const livekit = { isAway: false, hangs: false };
  const handler = testHandler(env, async () => {
    if (livekit.isAway) throw new Error('nothing listens there');
    return 0;
  });
  vi.stubGlobal('fetch', async (_endpoint: string, init: RequestInit) => {
    asking += 1;
    try {
      const response = await handler.ask('/token', init, address);
      statuses.push(response.status);
      return response;
    } finally {
      asking -= 1;
    }
  });
  // The call passes the room on without using it, so an empty object will do.
  const room = {} as unknown as Room; // oxlint-disable-line typescript/no-unsafe-type-assertion

  async function tryToConnect(): Promise<Result<Room, JoinFailure>> {
    const { isAway, hangs } = livekit;
    await new Promise((resolve) => setTimeout(resolve, isAway && hangs ? hangMs : joinMs));
    return isAway ? failed({ kind: 'signalling_unreachable', detail: '' }) : success(room);
  }

  function comeIn(index: number): Guest {
    const guest: Guest = { call: undefined as unknown as Call, connection: undefined, backAtMs: undefined }; // oxlint-disable-line typescript/no-unsafe-type-assertion
    const ask = (name: string, signal: AbortSignal) =>
      requestToken(
        'https://room.example/token',
        { room: 'my-first-room', name, key: '', secret: undefined },
        signal,
      );
    guest.call = createCall({
      requestToken: ({ name }, signal) => ask(name, signal),
      takeEarlyToken: async () => undefined,
      knock: async (_wanted, refusal) => failed(refusal),
      loadConnection: async () => ({
        makeConnection: () => ({
          room,
          prepareOffer: () => {},
          open(connection) {
            guest.connection = connection;
            return {
              room,
              connected: tryToConnect(),
              isServerBack: async () => false,
              close: async () => {},
            };
          },
        }),
      }),
      loadView: async () => {},
      onJoining() {},
      onLive: () => (guest.backAtMs = Date.now()),
      onPublishing: () => {},
      onPublishFailed: () => {},
      pause: (ms, signal) =>
        new Promise((resolve) => {
          setTimeout(resolve, ms);
          signal.addEventListener('abort', () => resolve());
        }),
      onSent: () => {},
      onOtherDevice: () => {},
      onGivenUp: () => {},
    });
    void guest.call.join({
      room: 'my-first-room',
      name: `Guest ${String(index)}`,
      devices: () => ({
        tracks: { microphone: Promise.resolve(undefined), camera: Promise.resolve(undefined) },
        deviceIds: { microphone: undefined, camera: undefined },
        speakerId: undefined,
      }),
    });
    return guest;
  }

  /** Simulates the SDK's own tries to reconnect, with the delays of the app's policy, until the SDK gives up. */
  async function losesConnection(guest: Guest): Promise<void> {
    guest.backAtMs = undefined;
    const policy = reconnectPolicy(() => false);
    const startMs = Date.now();
    for (let retryCount = 0; ; retryCount += 1) {
      const delayMs = policy.nextRetryDelayInMs({ retryCount, elapsedMs: Date.now() - startMs });
      if (delayMs === null) break;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      if ((await tryToConnect()).ok) {
        guest.backAtMs = Date.now();
        return;
      }
    }
    guest.connection?.onEnded('connection_lost');
  }

  return { livekit, comeIn, losesConnection, ask: handler.ask };
}

/**
 * Simulates an outage of LiveKit for this number of guests.
 *
 * @returns time from LiveKit's return until each guest has rejoined, in ms, and the number of requested tokens
 */
async function outage({
  guests: count,
  awaySeconds,
  hangs,
  callMinutes,
  env,
  joinEveryMs = stepMs,
}: {
  guests: number;
  awaySeconds: number;
  hangs: boolean;
  callMinutes: number;
  env?: Record<string, string>;
  joinEveryMs?: number;
}): Promise<{ lateMs: number[]; tokens: number }> {
  const scene = openScene(env);
  const guests: Guest[] = [];
  for (let index = 0; index < count; index += 1) {
    guests.push(scene.comeIn(index));
    await pass(joinEveryMs);
  }
  await pass(5 * minuteMs, () => guests.every(({ backAtMs }) => backAtMs !== undefined));
  await vi.advanceTimersByTimeAsync(callMinutes * minuteMs);
  statuses = [];
  Object.assign(scene.livekit, { isAway: true, hangs });
  for (const guest of guests) void scene.losesConnection(guest);
  await pass(awaySeconds * 1000);
  scene.livekit.isAway = false;
  const returnedAtMs = Date.now();
  await pass(3 * minuteMs, () => guests.every(({ backAtMs }) => backAtMs !== undefined));
  return {
    lateMs: guests.map(({ backAtMs = Infinity }) => backAtMs - returnedAtMs),
    tokens: statuses.length,
  };
}

const outages = [30, 60, 90, 120, 300].flatMap((awaySeconds) =>
  [1, 10, 25].map((guests) => ({ awaySeconds, guests })),
);

test.each(outages)(
  'after $awaySeconds s without LiveKit all of $guests guests behind one address rejoin within 10 s of its return',
  async ({ awaySeconds, guests }) => {
    for (const hangs of [false, true]) {
      for (const callMinutes of [1, 60]) {
        seedRandom(guests * 1000 + awaySeconds);
        const { lateMs, tokens } = await outage({ guests, awaySeconds, hangs, callMinutes });
        expect(Math.max(...lateMs)).toBeLessThanOrEqual(10_000);
        expect(tokens).toBeLessThanOrEqual(guests);
        expect(statuses).not.toContain(429);
      }
    }
  },
);

test('guests who hit the rate limit request a token again after Retry-After, once each', async () => {
  seedRandom(7);
  const env = { RATE_LIMIT_PER_MINUTE: '10' };
  const { lateMs, tokens } = await outage({
    guests: 25,
    awaySeconds: 90,
    hangs: false,
    callMinutes: 60,
    env,
    joinEveryMs: 7000,
  });
  // The rate limit gives out 10 tokens a minute. In three minutes the 25 guests send 25 + 15 + 5 requests, and a few
  // more around the end of a minute.
  expect(tokens).toBeLessThanOrEqual(50);
  expect(Math.max(...lateMs)).toBeLessThan(2 * minuteMs);
});

test('a flood of token requests is limited, also while guests rejoin', async () => {
  seedRandom(11);
  await outage({ guests: 25, awaySeconds: 60, hangs: false, callMinutes: 60 });
  const { ask } = openScene();
  const flood = await Promise.all(Array.from({ length: 200 }, () => ask('/token', {}, address)));
  expect(flood.filter(({ status }) => status === 200)).toHaveLength(60);
  expect(flood.filter(({ status }) => status === 429)).toHaveLength(140);
});
