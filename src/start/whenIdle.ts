/** Interval of the timer, and by how much it may be late while the thread is idle. */
const stepMs = 10;
const lateMs = 5;

/**
 * Calls `run` once the main thread has been idle for `forMs`. An idle thread of a loading page waits for the network.
 *
 * @returns cancels the wait
 */
export function whenIdle(forMs: number, run: () => void): () => void {
  let idleMs = 0;
  let dueMs = performance.now() + stepMs;
  const look = setInterval(() => {
    const nowMs = performance.now();
    idleMs = nowMs - dueMs > lateMs ? 0 : idleMs + stepMs;
    dueMs = nowMs + stepMs;
    if (idleMs < forMs) return;
    clearInterval(look);
    run();
  }, stepMs);
  return () => clearInterval(look);
}
