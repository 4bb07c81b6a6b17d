import { useSyncExternalStore } from 'react';

/** Whether the page fills the screen, and `toggle`; `canBeFull` is false on iPhones. */
export function useFullScreen(): { canBeFull: boolean; isFull: boolean; toggle: () => void } {
  const isFull = useSyncExternalStore(subscribe, () => Boolean(document.fullscreenElement));
  return {
    canBeFull: document.fullscreenEnabled,
    isFull,
    toggle() {
      const change = isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen();
      // Refused by the browser or its owner: the page stays as it is, and the button says so.
      change.catch(() => {});
    },
  };
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}
