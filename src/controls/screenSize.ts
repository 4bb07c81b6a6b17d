/**
 * Media query that matches phones in both orientations, whose screens fit few buttons. The style sheets use the same
 * sizes.
 */
export const smallScreen = '(max-width: 36rem), (orientation: landscape) and (max-height: 32rem)';

/** Whether the device is a phone or tablet, and not a computer with a touchscreen. */
export function isTouchDevice(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
