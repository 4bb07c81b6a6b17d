import { useEffect } from 'react';

/**
 * Keeps `timeupdate` events from React, which listens to all events of every `<video>` and `<audio>`. The app does not
 * use these events, and with 25 participants there are a hundred of them per second.
 */
export function useQuietMedia(): void {
  useEffect(() => {
    const stop = (event: Event) => event.stopImmediatePropagation();
    addEventListener('timeupdate', stop, { capture: true });
    return () => removeEventListener('timeupdate', stop, { capture: true });
  }, []);
}
