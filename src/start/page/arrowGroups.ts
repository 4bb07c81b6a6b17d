import { arrowsAttribute } from './roomParts.ts';

/**
 * Selector of the buttons in a group that the arrow keys move between. Buttons in a menu, and buttons that use the
 * arrow keys themselves, are left out.
 */
const ofGroup = 'button:not([popover] *, [aria-keyshortcuts^=Arrow])';

function shownButtons(group: Element): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(ofGroup)].filter((one) => one.getClientRects().length > 0);
}

/** The buttons of the group that the target belongs to; `undefined` if the target is not a button of a group. */
export function findArrowButtons(target: EventTarget | null): HTMLElement[] | undefined {
  const isButton = target instanceof Element && target.matches(ofGroup);
  const group = isButton && target.closest(`[${arrowsAttribute}]`);
  return group ? shownButtons(group) : undefined;
}

/** The buttons of each group at which the Tab key stops only once. */
export function findOneStops(): HTMLElement[][] {
  return [...document.querySelectorAll(`[${arrowsAttribute}=true]`)].map(shownButtons);
}
