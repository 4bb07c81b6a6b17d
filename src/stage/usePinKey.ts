import type { RefObject } from 'react';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { findPointedTile } from '../start/page/roomParts.ts';

/** P pins the tile that has the focus, or else the one under the mouse. */
export function usePinKey(stage: RefObject<HTMLElement | null>, onPin: (key: string) => void): void {
  useShortcut('pin', () => {
    const key = stage.current ? findPointedTile(stage.current) : undefined;
    if (key !== undefined) onPin(key);
  });
}
