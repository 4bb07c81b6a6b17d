/** Where a menu opens: its width, its left and bottom edge and the height it may take, in CSS pixels. */
export interface MenuPlace {
  left: number;
  bottom: number;
  width: number;
  maxHeight: number;
}

const margin = 8;
const widest = 320;

/** Less than this above the button (a phone on its side), and the menu opens beside it. */
const tooLow = 200;

/** Above the button and centred on it as far as the window allows, or beside it. */
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
