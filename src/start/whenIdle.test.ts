import { expect, test, vi } from 'vitest';
import { whenIdle } from './whenIdle.ts';

/** Takes the thread for so long. */
function work(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('it waits as long as there is something to do again and again, and runs once when there is not', async () => {
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

test('a wait that was ended runs nothing', async () => {
  const run = vi.fn();
  whenIdle(20, run)();
  await pause(200);
  expect(run).not.toHaveBeenCalled();
});
