/** The browser objects that are needed here; passed in, so that tests need no browser. */
export interface AwakeParts {
  wakeLock: { request: () => Promise<{ release: () => Promise<void> }> } | undefined;
  document: EventTarget & { visibilityState: DocumentVisibilityState };
}

/**
 * Keeps the screen on, because a phone with a dark screen closes its camera. The browser releases a wake lock when the
 * page is hidden, so the function requests a new one each time the page becomes visible.
 *
 * @returns releases the wake lock
 */
export function keepAwake({ wakeLock, document }: AwakeParts): () => void {
  const stop = new AbortController();
  let held: Promise<{ release: () => Promise<void> } | undefined> = Promise.resolve(undefined);

  function hold(): void {
    if (!wakeLock || document.visibilityState !== 'visible') return;
    // The browser refuses a wake lock when the battery is low. The call goes on without one.
    held = wakeLock.request().catch(() => undefined);
  }

  hold();
  document.addEventListener('visibilitychange', hold, { signal: stop.signal });
  return () => {
    stop.abort();
    void held.then((lock) => lock?.release());
  };
}
