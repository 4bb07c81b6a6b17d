import { margin, widthIn, within, type MenuPlace, type Size } from '../ui/menuPlace.ts';

/**
 * Greatest width of a tile's menu in CSS pixels. It is narrower than other menus (src/ui/menuPlace.ts), to hide less of
 * the videos.
 */
const widest = 280;

/**
 * Computes where the menu of a tile opens: below its button, or above it if there is more height, centred on the button
 * and inside the window.
 */
export function tileMenuPlace(
  button: { left: number; right: number; top: number; bottom: number },
  viewport: Size,
): MenuPlace {
  const width = widthIn(viewport, widest);
  const below = viewport.height - button.bottom;
  return {
    left: within((button.left + button.right - width) / 2, width, viewport),
    width,
    ...(below >= button.top
      ? { top: button.bottom, 'max-height': below - margin }
      : { bottom: viewport.height - button.top, 'max-height': button.top - margin }),
  };
}
