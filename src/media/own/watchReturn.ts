/** The page's targets of events; passed in, so that tests need no browser. */
export interface PageEvents {
  window: EventTarget;
  document: EventTarget & { visibilityState: DocumentVisibilityState };
}

/**
 * Calls `retry` when the guest returns to the page, perhaps from the browser's settings, while a device is refused.
 *
 * The guest counts as away only after leaving the page while `isRefused` was true already. The permission prompt takes
 * the focus as well, and answering the prompt must not open it again.
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
