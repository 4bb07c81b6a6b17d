/** The page's events; handed in, so that tests need no browser. */
export interface PageEvents {
  window: EventTarget;
  document: EventTarget & { visibilityState: DocumentVisibilityState };
}

/**
 * Calls `retry` when the guest comes back to the page, from the settings perhaps, while `isRefused`.
 *
 * A guest counts as away only if they left while `isRefused` was already so: the browser's own question takes
 * the focus, too, and gives it back, and answering it must not open it again.
 *
 * @returns stops watching
 */
export function watchReturn(page: PageEvents, isRefused: () => boolean, retry: () => void): () => void {
  let isAway = false;

  function noteAway(): void {
    isAway ||= isRefused();
  }
  function noteReturn(): void {
    if (!isAway || !isRefused()) return;
    isAway = false;
    retry();
  }
  function noteVisibility(): void {
    if (page.document.visibilityState === 'hidden') noteAway();
    else noteReturn();
  }

  const stop = new AbortController();
  const { signal } = stop;
  page.window.addEventListener('blur', noteAway, { signal });
  page.window.addEventListener('pagehide', noteAway, { signal });
  page.window.addEventListener('focus', noteReturn, { signal });
  page.window.addEventListener('pageshow', noteReturn, { signal });
  page.document.addEventListener('visibilitychange', noteVisibility, { signal });
  return () => stop.abort();
}
