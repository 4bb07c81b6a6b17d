/** @returns whether one more is allowed: at most `most` in `perMs`, for each key */
export function createBudget(most: number, perMs: number): (key: string) => boolean {
  const spent = new Map<string, { sinceMs: number; count: number }>();
  return (key) => {
    // Unlike the clock of the computer it is never set back.
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
