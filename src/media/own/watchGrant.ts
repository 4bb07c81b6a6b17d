import { deviceKinds } from './deviceChoices.ts';

/**
 * Calls `retry` when the guest allows a refused device in the browser's own panel, which closes without the
 * page having been left. What is then opened is what counts; the Permissions API only says when to try.
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
    // Older Firefox throws on these names: then the return to the page is what is left.
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
