/**
 * User Timing marks (https://www.w3.org/TR/user-timing/) of the newest join, for operators and
 * benchmarks: the click, connected to LiveKit, first own track published, first frame of somebody
 * else on screen.
 */
type JoinMark = 'room:join' | 'room:connected' | 'room:published' | 'room:first-remote-frame';

/**
 * Starts a new join: forgets the marks of the one before.
 *
 * @param clickedAtMs by performance.now, for a click that had to wait for the app
 */
export function markJoin(clickedAtMs = performance.now()): void {
  for (const mark of ['room:connected', 'room:published', 'room:first-remote-frame'] satisfies JoinMark[]) {
    performance.clearMarks(mark);
  }
  performance.clearMarks('room:join' satisfies JoinMark);
  performance.mark('room:join' satisfies JoinMark, { startTime: clickedAtMs });
}

/** Sets `mark` unless this join has it already. */
export function markOnce(mark: Exclude<JoinMark, 'room:join'>): void {
  if (performance.getEntriesByName(mark, 'mark').length === 0) performance.mark(mark);
}
