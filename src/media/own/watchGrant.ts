import { deviceKinds } from './deviceChoices.ts';

/**
 * Calls `retry` when the guest allows a refused device in the browser's own panel, which does not take the focus from the page. The Permissions API only
 * triggers the retry; the result of opening the device counts.
 *
 * @returns stops watching
 */
export function watchGrant(
  permissions: Pick<Permissions, 'query'> | undefined,
  isRefused: () => boolean,
  retry: () => void,
): () => void {
  const stop = new AbortController();
  for (const kind of deviceKinds) {
    // Older versions of Firefox throw for the names `camera` and `microphone`. There only watchReturn.ts works.
    permissions?.query({ name: kind }).then(
      (status) => {
        const noteChange = () => {
          if (status.state === 'granted' && isRefused()) retry();
        };
        if (!stop.signal.aborted) status.addEventListener('change', noteChange, { signal: stop.signal });
      },
      () => {},
    );
  }
  return () => stop.abort();
}
