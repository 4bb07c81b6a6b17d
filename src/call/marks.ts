import type { Room } from 'livekit-client';
import { isAnybodySeen } from '../media/received/isAnybodySeen.ts';

/**
 * User Timing marks (https://www.w3.org/TR/user-timing/) of the last join, for benchmarks and for people who run a
 * server: the click on Join, connected to LiveKit, first own track published, first video frame of another participant
 * on screen.
 */
type JoinMark = 'room:join' | 'room:connected' | 'room:published' | 'room:first-remote-frame';

/**
 * Marks the click on Join, and clears the marks of the previous join.
 *
 * @param clickedAtMs time of the click by `performance.now()`, if the click came before the app had loaded
 */
export function markJoin(clickedAtMs = performance.now()): void {
  for (const mark of ['room:connected', 'room:published', 'room:first-remote-frame'] satisfies JoinMark[]) {
    performance.clearMarks(mark);
  }
  performance.clearMarks('room:join' satisfies JoinMark);
  performance.mark('room:join' satisfies JoinMark, { startTime: clickedAtMs });
}

/** Sets `mark`, unless the mark has been set since the last click on Join. */
export function markOnce(mark: Exclude<JoinMark, 'room:join'>): void {
  if (performance.getEntriesByName(mark, 'mark').length === 0) performance.mark(mark);
}

/** Longest wait of `whenSeen`. */
const longestMs = 500;

/**
 * Waits for the first video frame of another participant, but not for long, and not at all if nobody sends video. What
 * the guest doesn't need at once begins after it, so that it takes no processor time from the join.
 */
export async function whenSeen(room: Room): Promise<void> {
  if (!isAnybodySeen(room)) return;
  await new Promise<void>((resolve) => {
    const frame = 'room:first-remote-frame' satisfies JoinMark;
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(frame).length > 0) finish();
    });
    const limit = setTimeout(finish, longestMs);
    function finish(): void {
      clearTimeout(limit);
      observer.disconnect();
      resolve();
    }
    observer.observe({ type: 'mark', buffered: true });
  });
}
