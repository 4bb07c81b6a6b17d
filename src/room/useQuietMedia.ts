import { useEffect } from 'react';

/**
 * For the page of the room: keeps the players' `timeupdate` from React, which listens to every event of every `<video>` and `<audio>`.
 * Nobody here wants to know, and with 25 people it comes a hundred times a second.
 */
export function useQuietMedia(): void {
  useEffect(() => {
    const stop = (event: Event) => event.stopImmediatePropagation();
    addEventListener('timeupdate', stop, { capture: true });
    return () => removeEventListener('timeupdate', stop, { capture: true });
  }, []);
}
