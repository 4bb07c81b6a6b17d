import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { markJoin, markOnce, whenSeen } from './marks.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  markJoin();
});
afterEach(() => vi.useRealTimers());

async function isOver(wait: Promise<void>): Promise<boolean> {
  const open = Symbol('open');
  return (await Promise.race([wait, new Promise((resolve) => setImmediate(resolve, open))])) !== open;
}

test('what waits for the first video begins when the first frame of another participant is there', async () => {
  const wait = whenSeen();
  markOnce('room:connected');
  expect(await isOver(wait)).toBe(false);
  markOnce('room:first-remote-frame');
  await wait;
});

test('what waits for the first video begins at once if the video is there already', async () => {
  markOnce('room:first-remote-frame');
  await whenSeen();
});

test('what waits for the first video begins after a second if nobody sends video', async () => {
  const wait = whenSeen();
  await vi.advanceTimersByTimeAsync(900);
  expect(await isOver(wait)).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await wait;
});
