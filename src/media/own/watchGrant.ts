import { deviceKinds } from './deviceChoices.ts';

/**
 * Calls `retry` when the guest allows a refused device in the browser's own panel. That panel does not take the focus
 * from the page, so watchReturn.ts does not notice. The Permissions API only triggers the retry; whether the device
 * opens decides.
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
    // Older versions of Firefox do not know the permissions `camera` and `microphone`, and throw. In those only
    // watchReturn.ts works.
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
