import { ParticipantInfo } from 'livekit-server-sdk';
import { pino } from 'pino';
import { expect } from 'vitest';
import { readConfig, type Config } from '../config.ts';
import { refusalCodes } from '../../common/contract.ts';
import { createHandler } from '../handler.ts';
import type { LiveRooms } from '../liveRooms.ts';
import { localLimit } from '../requestLimit.ts';
import type { Metrics } from '../metrics.ts';

/**
 * Helpers that the tests share: a token handler with a test configuration. It writes its log into memory, and a stand-in
 * in memory answers in place of LiveKit's API.
 */

export const testKeys = { apiKey: 'testkey', apiSecret: 'a-secret-that-is-for-the-tests-alone' };

/** Makes a configuration from these variables, with the tests' own keys by default. */
function testConfig(env: Record<string, string> = {}): Config {
  const read = readConfig({
    LIVEKIT_API_KEY: testKeys.apiKey,
    LIVEKIT_API_SECRET: testKeys.apiSecret,
    LIVEKIT_URL: 'wss://room.example',
    ...env,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.value;
}

/** Returns status and code of a refusal, and checks that the refusal's body has the form of the contract. */
export async function refusal(response: Response): Promise<string> {
  const body: unknown = await response.json();
  expect(body).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const code = refusalCodes.find((known) => JSON.stringify(body).includes(`"code":"${known}"`));
  return `${String(response.status)} ${String(code)}`;
}

/** A handler, functions that send requests from a given address, and all lines that the handler logs. */
export function testHandler(
  env: Record<string, string> = {},
  countParticipants: (room: string) => Promise<number> = () => Promise.resolve(0),
  metrics?: Metrics,
) {
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  const handler = createHandler({
    config: testConfig(env),
    live: roomsWith(countParticipants),
    log,
    metrics,
    createLimit: localLimit,
  });
  const ask = async (path: string, init: RequestInit = {}, remoteAddress = '192.0.2.1'): Promise<Response> =>
    await handler.request(path, init, { incoming: { socket: { remoteAddress } } });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    ask('/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { handler, ask, post, lines };
}

/** Takes the place of `countParticipants` in tests in which LiveKit's API does not answer. */
export const noAnswer = () => Promise.reject(new TypeError('fetch failed'));

/**
 * A stand-in for LiveKit. Each room has as many people as `countParticipants` says, and no host has decided anything
 * about a room.
 */
function roomsWith(countParticipants: (room: string) => Promise<number>): LiveRooms {
  const nothing = () => Promise.resolve();
  return {
    participants: async (room) =>
      Array.from({ length: await countParticipants(room) }, () => new ParticipantInfo()),
    rooms: () => (countParticipants === noAnswer ? noAnswer() : Promise.resolve([])),
    allRooms: () => Promise.resolve([]),
    create: (name, { metadata }) => Promise.resolve({ name, sid: 'RM_test', metadata }),
    setMetadata: nothing,
    permit: nothing,
    update: nothing,
    setAttributes: nothing,
    mute: nothing,
    remove: nothing,
    end: nothing,
  };
}
