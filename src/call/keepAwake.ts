/** What the browser offers for it; handed in, so that tests need none. */
export interface AwakeParts {
  wakeLock: { request: () => Promise<{ release: () => Promise<void> }> } | undefined;
  document: EventTarget & { visibilityState: DocumentVisibilityState };
}

/**
 * Keeps the screen on: a phone that goes dark closes its camera. The browser takes the lock away whenever
 * the page is hidden, so it is asked for again each time the page is seen.
 *
 * @returns lets the screen go
 */
export function keepAwake({ wakeLock, document }: AwakeParts): () => void {
  const stop = new AbortController();
  let held: Promise<{ release: () => Promise<void> } | undefined> = Promise.resolve(undefined);

  function hold(): void {
    if (!wakeLock || document.visibilityState !== 'visible') return;
    // Refused with a low battery, and absent in older browsers: the call goes on without.
    held = wakeLock.request().catch(() => undefined);
  }

  hold();
  document.addEventListener('visibilitychange', hold, { signal: stop.signal });
  return () => {
    stop.abort();
    void held.then((lock) => lock?.release());
  };
}
