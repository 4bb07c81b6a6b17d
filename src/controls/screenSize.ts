/** A phone, upright or on its side: room for five or six round buttons. The style sheets use the same. */
export const smallScreen = '(max-width: 36rem), (orientation: landscape) and (max-height: 32rem)';

/** A phone or tablet, not a computer with a touchscreen. */
export function isTouchDevice(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
