/**
 * User Timing marks (https://www.w3.org/TR/user-timing/) of the last join, for operators and benchmarks: the click, connected to LiveKit, first own
 * track published, first video frame of another participant on screen.
 */
type JoinMark = 'room:join' | 'room:connected' | 'room:published' | 'room:first-remote-frame';

/**
 * Marks the click on Join, and clears the marks of the join before.
 *
 * @param clickedAtMs time of the click by `performance.now()`, if it came before the app had loaded
 */
export function markJoin(clickedAtMs = performance.now()): void {
  for (const mark of ['room:connected', 'room:published', 'room:first-remote-frame'] satisfies JoinMark[]) {
    performance.clearMarks(mark);
  }
  performance.clearMarks('room:join' satisfies JoinMark);
  performance.mark('room:join' satisfies JoinMark, { startTime: clickedAtMs });
}

/** Sets `mark`, unless this join has it already. */
export function markOnce(mark: Exclude<JoinMark, 'room:join'>): void {
  if (performance.getEntriesByName(mark, 'mark').length === 0) performance.mark(mark);
}
