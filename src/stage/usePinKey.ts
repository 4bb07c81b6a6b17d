import type { RefObject } from 'react';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { findPointedTile } from '../start/page/roomParts.ts';

/** Makes the key P pin the tile that has the focus, otherwise the tile under the mouse pointer. */
export function usePinKey(stage: RefObject<HTMLElement | null>, onPin: (key: string) => void): void {
  useShortcut('pin', () => {
    const key = stage.current ? findPointedTile(stage.current) : undefined;
    if (key !== undefined) onPin(key);
  });
}
