import type { Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { markJoin, markOnce, whenSeen } from './marks.ts';

/** A room with one other participant, who has one camera. */
function roomWith({ isMuted }: { isMuted: boolean }): Room {
  const ben = { videoTrackPublications: new Map([['1', { isMuted }]]) };
  // The cast is safe, because whenSeen uses only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { remoteParticipants: new Map([['ben', ben]]) } as unknown as Room;
}
const room = roomWith({ isMuted: false });

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
  const wait = whenSeen(room);
  markOnce('room:connected');
  expect(await isOver(wait)).toBe(false);
  markOnce('room:first-remote-frame');
  await wait;
});

test('what waits for the first video begins at once if the video is there already', async () => {
  markOnce('room:first-remote-frame');
  await expect(whenSeen(room)).resolves.toBeUndefined();
});

test('what waits for the first video begins after half a second without one', async () => {
  const wait = whenSeen(room);
  await vi.advanceTimersByTimeAsync(400);
  expect(await isOver(wait)).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await wait;
});

test('nothing waits for a video in a room in which nobody sends one', async () => {
  await expect(whenSeen(roomWith({ isMuted: true }))).resolves.toBeUndefined();
});
