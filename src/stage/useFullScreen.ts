import { useSyncExternalStore } from 'react';

/**
 * Whether the page is in full-screen mode, and a function that enters and leaves the mode. `canBeFull` is false on
 * iPhones, which have no such mode for pages.
 */
export function useFullScreen(): { canBeFull: boolean; isFull: boolean; toggle: () => void } {
  const isFull = useSyncExternalStore(subscribe, () => Boolean(document.fullscreenElement));
  return {
    canBeFull: document.fullscreenEnabled,
    isFull,
    toggle() {
      const change = isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      // If the browser refuses full-screen mode, the page and the button stay as they are.
      change.catch(() => {});
    },
  };
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}
