import { createServer } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { parseRedisAddress } from './redisAddress.ts';
import { sharedLimits } from './sharedLimit.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function open(url: string) {
  const address = parseRedisAddress(url);
  if (!address) throw new Error('no address');
  const lines: string[] = [];
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  const limits = sharedLimits(address, log);
  closing.push(limits.close);
  return { limit: limits.createLimit('requests', 2), lines, isAnswering: limits.isAnswering };
}

async function listen(onConnection: () => void): Promise<number> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('without Redis requests are still counted, and one warning is logged, without the password', async () => {
  for (const url of [
    'redis://:hunter2hunter2@127.0.0.1:1',
    'redis+sentinel://:hunter2hunter2@127.0.0.1:1/room',
  ]) {
    const { isAnswering, limit, lines } = open(url);
    expect(await limit.count('192.0.2.1')).toBeUndefined();
    expect(await limit.count('192.0.2.1')).toBeUndefined();
    expect(await limit.count('192.0.2.1')).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('Redis does not answer'))).toHaveLength(1);
    expect(lines.join()).not.toContain('hunter2');
    expect(await isAnswering()).toBe(false);
  }
});

test('a Redis that accepts the connection but never answers delays no request', async () => {
  const port = await listen(() => {});
  const { limit } = open(`redis://127.0.0.1:${String(port)}`);
  for (let count = 0; count < 2; count += 1) expect(await limit.count('192.0.2.1')).toBeUndefined();
  expect(await limit.count('192.0.2.1')).toBeGreaterThan(0);
});
