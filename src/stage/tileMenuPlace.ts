import { margin, widthIn, within, type MenuPlace, type Size } from '../ui/menuPlace.ts';

/**
 * Greatest width of a tile's menu in CSS pixels. It is narrower than other menus (src/ui/menuPlace.ts), to hide less of
 * the videos.
 */
const widest = 280;

/** In a window narrower than this, in CSS pixels, the menu would cover most of its tile. */
const narrow = 480;

/**
 * Computes where the menu of a tile opens: at the lower edge of a phone, as its own menus do; otherwise below its
 * button, or above it if there is more height, centred on the button and inside the window.
 */
export function tileMenuPlace(
  button: { left: number; right: number; top: number; bottom: number },
  viewport: Size,
): MenuPlace {
  if (viewport.width < narrow) {
    const width = viewport.width - 2 * margin;
    return { left: margin, bottom: margin, width, 'max-height': viewport.height - 2 * margin };
  }
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
