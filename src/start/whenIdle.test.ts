import { expect, test, vi } from 'vitest';
import { whenIdle } from './whenIdle.ts';

/** Keeps the thread busy for this long. */
function work(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('whenIdle waits while the thread is often busy, and runs once when it is idle', async () => {
  const run = vi.fn();
  whenIdle(100, run);
  for (let times = 0; times < 10; times += 1) {
    await pause(40);
    work(30);
  }
  expect(run).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(run).toHaveBeenCalledOnce(), 30_000);
  await pause(200);
  expect(run).toHaveBeenCalledOnce();
});

test('a cancelled wait runs nothing', async () => {
  const run = vi.fn();
  whenIdle(20, run)();
  await pause(200);
  expect(run).not.toHaveBeenCalled();
});
