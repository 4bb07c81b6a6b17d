/**
 * Creates a rate limit with a counter for each key.
 *
 * @returns counts one event of a key, and returns whether the key had at most `most` events within `perMs`
 */
export function createBudget(most: number, perMs: number): (key: string) => boolean {
  const spent = new Map<string, { sinceMs: number; count: number }>();
  return (key) => {
    // `performance.now()` is never set back, unlike `Date.now()`.
    const nowMs = performance.now();
    let entry = spent.get(key);
    if (!entry || nowMs - entry.sinceMs > perMs) {
      entry = { sinceMs: nowMs, count: 0 };
      spent.set(key, entry);
    }
    entry.count += 1;
    return entry.count <= most;
  };
}
