import { useSyncExternalStore } from 'react';

/** Whether the page is in full-screen mode, and a function to toggle it. `canBeFull` is false on iPhones. */
export function useFullScreen(): { canBeFull: boolean; isFull: boolean; toggle: () => void } {
  const isFull = useSyncExternalStore(subscribe, () => Boolean(document.fullscreenElement));
  return {
    canBeFull: document.fullscreenEnabled,
    isFull,
    toggle() {
      const change = isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      // If the browser refuses, the page and the button stay as they are.
      change.catch(() => {});
    },
  };
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}
