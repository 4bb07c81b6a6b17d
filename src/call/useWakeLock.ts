import { useEffect } from 'react';
import { keepAwake } from './keepAwake.ts';

/** Keeps the screen on while the component is mounted. */
export function useWakeLock(): void {
  useEffect(() => {
    // `navigator.wakeLock` is undefined on insecure pages and in older browsers, although its type says otherwise.
    const wakeLock: WakeLock | undefined = navigator.wakeLock;
    return keepAwake({ wakeLock, document });
  }, []);
}
