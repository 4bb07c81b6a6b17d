import { useEffect } from 'react';
import { keepAwake } from './keepAwake.ts';

/** While the view that calls it is shown, the screen stays on. */
export function useWakeLock(): void {
  useEffect(() => {
    // The types say that it is always there; on an insecure page and in older browsers it is not.
    const wakeLock: WakeLock | undefined = navigator.wakeLock;
    return keepAwake({ wakeLock, document });
  }, []);
}
