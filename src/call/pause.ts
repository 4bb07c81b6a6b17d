/** Waits; no longer than until the network or the guest is back, or `signal`. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const timer = setTimeout(end, ms);
    function end(): void {
      clearTimeout(timer);
      over.abort();
      resolve();
    }
    const options = { signal: over.signal };
    signal.addEventListener('abort', end, options);
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
