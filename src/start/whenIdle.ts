/** How often it is looked, and how much later a look may come where there is nothing else to do. */
const stepMs = 10;
const lateMs = 5;

/**
 * Runs once the page's main thread has had nothing to do for so long: what is waited for then is the network.
 *
 * @returns ends the wait
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
