import { useEffect, useEffectEvent, type RefObject } from 'react';
import { isImeKey } from './isImeKey.ts';

/** Calls `onEscape` when Escape is pressed inside the element, unless the IME handles it. */
export function useEscape(ref: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const escape = useEffectEvent(onEscape);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isImeKey(event)) return;
      event.stopPropagation();
      escape();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [ref]);
}
