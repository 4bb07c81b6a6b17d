/** The idle check runs at this interval. If the timer is late by more than `lateMs`, the thread was busy. */
const stepMs = 10;
const lateMs = 5;

/**
 * Calls `run` once the main thread has been idle for `forMs`. While a page loads, an idle thread means that the page
 * waits for the network.
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
