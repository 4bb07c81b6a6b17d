/** Position and size of an open menu, in CSS pixels, by the names of the CSS properties. */
type MenuPlace = Readonly<Record<'left' | 'width' | 'max-height', number>> &
  Readonly<Partial<Record<'top' | 'bottom', number>>>;

interface Size {
  width: number;
  height: number;
}

const margin = 8;
const widest = 320;
/** A menu on a tile hides less of the videos. */
const widestOnTile = 280;

/**
 * If the window has less height than this above the button (on a phone in landscape orientation), the menu opens beside
 * the button.
 */
const tooLow = 200;

/** Computes where a menu opens: above its button, centred on it and inside the window, or beside it. */
export function menuPlace(button: { left: number; right: number; top: number }, viewport: Size): MenuPlace {
  const width = widthIn(viewport, widest);
  if (button.top < tooLow || viewport.height < 2 * tooLow) {
    const left = button.left - margin - width;
    return {
      left: within(left < margin ? button.right + margin : left, width, viewport),
      bottom: margin,
      width,
      'max-height': viewport.height - 2 * margin,
    };
  }
  return {
    left: within((button.left + button.right - width) / 2, width, viewport),
    bottom: viewport.height - button.top + margin,
    width,
    'max-height': button.top - 2 * margin,
  };
}

/**
 * Computes where the menu of a tile opens: below its button, or above it if there is more height, centred on the button
 * and inside the window.
 */
export function tileMenuPlace(
  button: { left: number; right: number; top: number; bottom: number },
  viewport: Size,
): MenuPlace {
  const width = widthIn(viewport, widestOnTile);
  const below = viewport.height - button.bottom;
  return {
    left: within((button.left + button.right - width) / 2, width, viewport),
    width,
    ...(below >= button.top
      ? { top: button.bottom, 'max-height': below - margin }
      : { bottom: viewport.height - button.top, 'max-height': button.top - margin }),
  };
}

/** Puts the menu there. */
export function setPlace({ style }: HTMLElement, place: MenuPlace): void {
  // Above and below exclude each other.
  style.inset = 'auto';
  for (const [property, px] of Object.entries(place)) style.setProperty(property, `${px}px`);
}

function widthIn(viewport: Size, most: number): number {
  return Math.min(most, viewport.width - 2 * margin);
}

function within(left: number, width: number, viewport: Size): number {
  return Math.max(margin, Math.min(left, viewport.width - width - margin));
}
