import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { participantCounter } from './countParticipants.ts';
import { describeApiFailure, liveRooms } from './liveRooms.ts';
import { testKeys } from './testing/parts.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Runs the counter against a stand-in for LiveKit's HTTP API. */
async function counterAgainst(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return participantCounter(liveRooms(`http://127.0.0.1:${String(port)}`, testKeys));
}

async function failureOf(counting: Promise<number>) {
  return await counting.then(
    () => 'none',
    (error: unknown) => describeApiFailure(error),
  );
}

test('recorders and agents are not counted as people', async () => {
  const asked: (string | undefined)[] = [];
  const count = await counterAgainst((request, response) => {
    asked.push(request.url);
    const participants = [
      { identity: 'a', permission: { canPublish: true } },
      { identity: 'b' },
      { identity: 'c', permission: { recorder: true } },
      { identity: 'd', permission: { agent: true } },
    ];
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ participants }));
  });
  expect(await count('kitchen')).toBe(2);
  expect(asked).toEqual(['/twirp/livekit.RoomService/ListParticipants']);
});

test('a room that does not exist is empty', async () => {
  const count = await counterAgainst((_, response) => {
    response.setHeader('Content-Type', 'application/json').end('{"participants":[]}');
  });
  expect(await count('kitchen')).toBe(0);
});

test('the failure for an unknown key does not contain the token that LiveKit repeats', async () => {
  const count = await counterAgainst((request, response) => {
    response.writeHead(401).end(`invalid token: ${String(request.headers.authorization)}`);
  });
  expect(await failureOf(count('kitchen'))).toBe(
    'status 401 (it does not know LIVEKIT_API_KEY and LIVEKIT_API_SECRET)',
  );
});

test('a request to LiveKit times out after 1.5 s', async () => {
  const count = await counterAgainst(() => {});
  const startedAt = performance.now();
  expect(await failureOf(count('kitchen'))).toBe('no answer in 1.5 s');
  expect(performance.now() - startedAt).toBeGreaterThan(1400);
});

test('an unreachable LiveKit is reported with its error code', async () => {
  const count = await counterAgainst(() => {});
  for (const close of closing.splice(0)) close();
  expect(await failureOf(count('kitchen'))).toBe('ECONNREFUSED');
});
