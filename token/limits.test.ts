import { expect, test, vi } from 'vitest';
import {
  act,
  acted,
  chooseHandler,
  eventually,
  infoOf,
  join,
  startHostedRooms,
} from './testing/hostedRooms.ts';

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

startHostedRooms({ RATE_LIMIT_PER_MINUTE: '20' });

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
