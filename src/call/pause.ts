/**
 * Waits for `ms`, or less: resolves early when the network comes back, the page is visible again, or `signal` aborts.
 * Never rejects.
 */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      over.abort();
      resolve();
    }
    const options = { signal: over.signal };
    signal?.addEventListener('abort', end, options);
    addEventListener('online', end, options);
    addEventListener('pageshow', end, options);
    document.addEventListener('resume', end, options);
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') end();
      },
      options,
    );
  });
}
