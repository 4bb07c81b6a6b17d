import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningRoom } from '../local/room.ts';
import { examine } from './testing/examine.ts';
import { startTestServer } from './testing/testServer.ts';

// Time limit for tests that may be the first to need LiveKit, which then has to be downloaded or built.
const firstStartMs = 600_000;

let testServer: RunningRoom;

beforeAll(async () => {
  testServer = await startTestServer();
}, firstStartMs);

afterAll(() => testServer.stop());

test('a room of npm start has no finding that is wrong or to look at', async () => {
  const { findings, of, status, text } = await examine([testServer.url]);
  expect(findings.filter(({ state }) => state === 'wrong' || state === 'look')).toEqual([]);
  expect(status).toBe(0);
  expect(of('media over UDP')).toMatchObject([
    { seen: expect.stringContaining(`127.0.0.1:${String(testServer.ports.livekitUdp)} answers in`) },
  ]);
  expect(of('LiveKit')).toMatchObject([{ state: 'fine', seen: 'version 1.13.5' }]);
  expect(text).not.toContain('eyJ');
  expect(text).not.toContain(testServer.keys.apiSecret);
});
