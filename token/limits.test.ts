import { expect, test, vi } from 'vitest';
import {
  act,
  acted,
  chooseHandler,
  eventually,
  hostKey,
  infoOf,
  join,
  startHostedRooms,
  tokenFor,
} from './testing/hostedRooms.ts';

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

startHostedRooms({ RATE_LIMIT_PER_MINUTE: '20', MAX_PARTICIPANTS: '2' });

test('a guest’s flood of requests does not stop a host who was made host, behind the same address', async () => {
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  await acted('set_role', ben, { role: 'host' });
  await eventually(async () => expect((await infoOf(ben))?.permission?.canSubscribeMetrics).toBe(true));
  const flood = async () => {
    chooseHandler(0);
    return (await act('mute_all', undefined, {}, chi.token)).status;
  };
  const statuses = await Promise.all(Array.from({ length: 250 }, flood));
  expect(statuses).toContain(429);
  expect(statuses).not.toContain(204);
  chooseHandler(0);
  await acted('lower_all_hands', undefined, {}, ben.token);
});

/** Waits until the room is full for this guest: a handler caches the number of people for a second. */
async function isFull(name: string, bearer?: string): Promise<void> {
  const isRefused = async () => await expect(tokenFor(name, bearer)).rejects.toThrow('409 room_full');
  await vi.waitFor(isRefused, { timeout: 10_000, interval: 600 });
}

test('a room that is full for guests has places for hosts', async () => {
  await join('Ben');
  await join('Chi');
  await isFull('Dan');
  const host = await join('host', hostKey);
  await eventually(async () => expect(await infoOf(host)).toBeDefined());
  await join('Ada', hostKey);
  await join('Bob', hostKey);
  await isFull('Cid', hostKey);
});
