import { useCallback, type RefObject } from 'react';

/**
 * Moves the focus on when an element disappears while the focus is inside. Otherwise the browser would move it to the
 * document, and screen readers would begin at the top of the page.
 *
 * @param next element that gets the focus
 * @returns the `ref` of the element that may disappear. Several elements can have it
 */
export function useFocusHandedOn(next: RefObject<HTMLElement | null>) {
  // React runs a ref's cleanup before it takes the element out of the page (React 19).
  return useCallback(
    (panel: HTMLElement | null) => () => {
      if (panel?.contains(document.activeElement)) next.current?.focus();
    },
    [next],
  );
}
