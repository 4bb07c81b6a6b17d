import { arrowsAttribute } from './roomParts.ts';

/** Buttons in a group that arrow keys move between. Not those in a menu, nor those that use the arrow keys themselves. */
const ofGroup = 'button:not([popover] *, [aria-keyshortcuts^=Arrow])';

function shownButtons(group: Element): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(ofGroup)].filter((one) => one.getClientRects().length > 0);
}

/** The group's buttons, if the target is one of them. */
export function findArrowButtons(target: EventTarget | null): HTMLElement[] | undefined {
  const isButton = target instanceof Element && target.matches(ofGroup);
  const group = isButton && target.closest(`[${arrowsAttribute}]`);
  return group ? shownButtons(group) : undefined;
}

/** For each group that is one stop of the Tab key: its buttons. */
export function findOneStops(): HTMLElement[][] {
  return [...document.querySelectorAll(`[${arrowsAttribute}=true]`)].map(shownButtons);
}
