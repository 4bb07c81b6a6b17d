import { expect, kill, test } from './clusterTest.ts';

const requests = 400;
const atOnce = 20;

test('killing a token handler under load fails no request', async ({ openNodes }) => {
  const { cluster, url } = await openNodes();
  const statuses: number[] = [];
  const [first] = cluster.tokenHandlers;
  const ask = async () => {
    while (statuses.length < requests) {
      const { status } = await fetch(`${url}token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      });
      statuses.push(status);
      if (statuses.length === requests / 4) kill({ pid: first?.pid }, 'SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  await first?.ended;
  expect(statuses.filter((status) => status !== 201)).toEqual([]);
});

test('token handlers share the counts of an address', async ({ openNodes }) => {
  const { url } = await openNodes({ RATE_LIMIT_PER_MINUTE: '10' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}token`)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test('a guest with wrong keys does not lock out thirty guests with the right key', async ({ openNodes }) => {
  const key = 'blue-kettle-forty9';
  const { url } = await openNodes({ ROOM_KEY: key, RATE_LIMIT_PER_MINUTE: '60' });
  const ask = async (shown: string) => {
    const { status } = await fetch(`${url}token`, { headers: { Authorization: `Bearer ${shown}` } });
    return status;
  };
  const wrong = Array.from({ length: 10 }, () => ask('blue-kettle-forty8'));
  const right = Array.from({ length: 30 }, () => ask(key));
  expect(new Set(await Promise.all(right))).toEqual(new Set([200]));
  const refusals = await Promise.all(wrong);
  expect(refusals.filter((status) => status === 401)).toHaveLength(5);
  expect(refusals.filter((status) => status === 429)).toHaveLength(5);
});

test('a hanging Redis fails no token request', async ({ openNodes }) => {
  const { cluster, url } = await openNodes();
  kill(cluster.redis, 'SIGSTOP');
  const answers = await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}token`)));
  kill(cluster.redis, 'SIGCONT');
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
});
