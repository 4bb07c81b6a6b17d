import { useEffect, useEffectEvent, type RefObject } from 'react';
import { isImeKey } from './isImeKey.ts';

/** Calls back when Escape is pressed inside the element; an IME's Escape, which ends a suggestion, is not ours. */
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
