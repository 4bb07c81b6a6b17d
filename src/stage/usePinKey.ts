import { useEffect, type RefObject } from 'react';
import { isTyping } from './isTyping.ts';

/** P pins the tile that has the focus, or else the one under the mouse. */
export function usePinKey(stage: RefObject<HTMLElement | null>, onPin: (key: string) => void): void {
  useEffect(() => {
    function follow(event: KeyboardEvent): void {
      const isOther =
        event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented;
      if (event.key.toLowerCase() !== 'p' || isOther || isTyping(event.target)) return;
      const tile =
        stage.current?.querySelector<HTMLElement>('[data-tile]:focus-within') ??
        stage.current?.querySelector<HTMLElement>('[data-tile]:hover');
      const key = tile?.dataset['tile'];
      if (key !== undefined) onPin(key);
    }
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, [stage, onPin]);
}
