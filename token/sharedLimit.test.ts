import { createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { parseRedisAddress } from './redisAddress.ts';
import { sharedLimits } from './sharedLimit.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.useRealTimers();
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

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
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

test('a Redis that hangs after it has answered is asked once, so that only one guest waits for it', async () => {
  const asked: string[] = [];
  const port = await listen((socket) => {
    closing.push(() => socket.destroy());
    socket.on('data', (data) => {
      // A command of the Redis protocol begins with the number of its words: `*2`.
      for (const command of data.toString().split(/^(?=\*\d)/m)) {
        if (/\bPING\b/i.test(command)) socket.write('+PONG\r\n');
        else if (/\b(HELLO|CLIENT)\b/i.test(command)) socket.write('+OK\r\n');
        else asked.push(command);
      }
    });
  });
  const { limit, isAnswering } = open(`redis://127.0.0.1:${String(port)}`);
  await expect.poll(isAnswering, { timeout: 30_000 }).toBe(true);
  expect(asked).toEqual([]);
  // The clock stands still, so that the time for which Redis is not asked does not end, however slow this computer is.
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let count = 0; count < 2; count += 1) expect(await limit.count('192.0.2.1')).toBeUndefined();
  expect(await limit.count('192.0.2.1')).toBeGreaterThan(0);
  expect(asked).toHaveLength(1);
});
