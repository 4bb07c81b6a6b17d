import { useEffect, useState } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { openMiniWindow, pictureInPictureKind, showLargestVideo } from './miniWindow.ts';

/**
 * The open mini window. `toggle` must be called in a click handler; it is `undefined` if the browser has no such
 * windows.
 */
interface MiniWindow {
  window: Window | undefined;
  toggle: (() => void) | undefined;
}

/** Opens and closes the mini window. The window is closed when the component unmounts. */
export function useMiniWindow(): MiniWindow {
  const [opened, setOpened] = useState<Window>();
  const { tell } = useNotices();
  const kind = pictureInPictureKind();

  useEffect(() => {
    if (!opened) return undefined;
    const onClosed = () => setOpened(undefined);
    opened.addEventListener('pagehide', onClosed);
    return () => {
      opened.removeEventListener('pagehide', onClosed);
      opened.close();
    };
  }, [opened]);

  async function toggle(): Promise<void> {
    try {
      if (opened) setOpened(undefined);
      else if (kind === 'window') setOpened(await openMiniWindow());
      else await showLargestVideo();
    } catch {
      tell({ about: 'mini', say: ({ controls }) => controls.miniFailed });
    }
  }

  return { window: opened, toggle: kind && (() => void toggle()) };
}
