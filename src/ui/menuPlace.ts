/** Position and size of an open menu, in CSS pixels, by the names of the CSS properties. */
export type MenuPlace = Readonly<Record<'left' | 'width' | 'max-height', number>> &
  Readonly<Partial<Record<'top' | 'bottom', number>>>;

export interface Size {
  width: number;
  height: number;
}

/** Distance of a menu from the window's edges. */
export const margin = 8;
const widest = 320;

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

/** Gives an open menu this position and size. */
export function setPlace({ style }: HTMLElement, place: MenuPlace): void {
  // A place sets either `top` or `bottom`, so values from an earlier place are removed first.
  style.inset = 'auto';
  for (const [property, px] of Object.entries(place)) style.setProperty(property, `${px}px`);
}

/** The width of a menu in this window. */
export function widthIn(viewport: Size, most: number): number {
  return Math.min(most, viewport.width - 2 * margin);
}

/** The left edge of a menu with this width: as near to `left` as possible, with the whole menu inside the window. */
export function within(left: number, width: number, viewport: Size): number {
  return Math.max(margin, Math.min(left, viewport.width - width - margin));
}
