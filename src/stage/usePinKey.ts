import type { RefObject } from 'react';
import { useShortcut } from '../shortcuts/useShortcut.ts';

/** P pins the tile that has the focus, or else the one under the mouse. */
export function usePinKey(stage: RefObject<HTMLElement | null>, onPin: (key: string) => void): void {
  useShortcut('pin', () => {
    const tile =
      stage.current?.querySelector<HTMLElement>('[data-tile]:focus-within') ??
      stage.current?.querySelector<HTMLElement>('[data-tile]:hover');
    const key = tile?.dataset['tile'];
    if (key !== undefined) onPin(key);
  });
}
