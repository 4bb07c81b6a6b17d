import { margin, widthIn, within, type MenuPlace, type Size } from '../ui/menuPlace.ts';

/**
 * Greatest width of a tile's menu in CSS pixels. It is narrower than other menus (src/ui/menuPlace.ts), to hide less of
 * the videos.
 */
const widest = 280;

/** In a window narrower or lower than this, in CSS pixels, the menu would cover most of its tile. */
const narrow = 480;
const low = 400;

/** Whether the menu of a tile is at an edge of the window, with a button that closes it, as on phones. */
export function isSheet({ width, height }: Size): boolean {
  return width < narrow || height < low;
}

/**
 * Computes where the menu of a tile opens: at the lower edge of a phone, as its own menus do; on a phone in landscape
 * orientation at the side away from its tile; otherwise below its button, or above it if there is more height, centred
 * on the button and inside the window.
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
  if (viewport.height < low) {
    const isLeft = button.left + button.right < viewport.width;
    const left = isLeft ? viewport.width - margin - width : margin;
    return { left, bottom: margin, width, 'max-height': viewport.height - 2 * margin };
  }
  const below = viewport.height - button.bottom;
  return {
    left: within((button.left + button.right - width) / 2, width, viewport),
    width,
    ...(below >= button.top
      ? { top: button.bottom, 'max-height': below - margin }
      : { bottom: viewport.height - button.top, 'max-height': button.top - margin }),
  };
}
