import { useEffect, type RefObject } from 'react';

/**
 * Focuses an element when it appears, for instance because the control that had the focus has disappeared. Screen
 * readers continue from there.
 */
export function useFocusOnMount(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => ref.current?.focus(), [ref]);
}
