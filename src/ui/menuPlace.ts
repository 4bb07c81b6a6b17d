/** Position and size of an open menu, in CSS pixels. */
export interface MenuPlace {
  left: number;
  bottom: number;
  width: number;
  maxHeight: number;
}

const margin = 8;
const widest = 320;

/**
 * If the window has less height than this above the button (on a phone in landscape orientation), the menu opens beside
 * the button.
 */
const tooLow = 200;

/** Computes where a menu opens: above its button, centred on it and inside the window, or beside it. */
export function menuPlace(
  button: { left: number; right: number; top: number },
  viewport: { width: number; height: number },
): MenuPlace {
  const width = Math.min(widest, viewport.width - 2 * margin);
  const within = (left: number) => Math.max(margin, Math.min(left, viewport.width - width - margin));
  if (button.top < tooLow || viewport.height < 2 * tooLow) {
    const left = button.left - margin - width;
    return {
      left: within(left < margin ? button.right + margin : left),
      bottom: margin,
      width,
      maxHeight: viewport.height - 2 * margin,
    };
  }
  return {
    left: within((button.left + button.right - width) / 2),
    bottom: viewport.height - button.top + margin,
    width,
    maxHeight: button.top - 2 * margin,
  };
}
