import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Moves the focus to the stage when the tile with the focus disappears, because its participant has left. Otherwise the
 * browser would move the focus to the document, and the Tab key would begin at the top of the page.
 *
 * @returns handlers for the list of tiles
 */
export function useKeptFocus(stage: RefObject<HTMLElement | null>) {
  const isInside = useRef(false);
  // Runs after each render. React dispatches no blur event for an element that it removes, so `isInside` still tells
  // that the focus was in a tile.
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
