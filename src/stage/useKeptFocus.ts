import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Moves the focus to the stage when the tile with the focus disappears, because its participant has left. Otherwise the browser moves it to the page, and
 * the Tab key begins at the top.
 *
 * @returns handlers for the list of tiles
 */
export function useKeptFocus(stage: RefObject<HTMLElement | null>) {
  const isInside = useRef(false);
  // After each render. React dispatches no blur event for an element that it removes, so the focus is still noted then.
  useLayoutEffect(() => {
    if (!isInside.current || document.activeElement !== document.body) return;
    isInside.current = false;
    stage.current?.focus();
  });
  return {
    onFocus(): void {
      isInside.current = true;
    },
    onBlur(): void {
      isInside.current = false;
    },
  };
}
