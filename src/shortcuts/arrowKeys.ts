import { findArrowButtons, findOneStops } from '../start/page/arrowGroups.ts';
import { nearest } from './nearest.ts';

/**
 * Makes arrow keys, Home and End move the focus between the buttons of a marked group (`arrowsMark`), and makes the Tab
 * key stop once at the tiles and once at the emojis, not at each of their buttons
 * (https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex).
 *
 * @returns removes the key handling
 */
export function followArrowKeys(): () => void {
  // The listener is called in the capture phase, before that of the stage, which turns pages with the same keys.
  document.addEventListener('keydown', onKeyDown, true);
  return () => document.removeEventListener('keydown', onKeyDown, true);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Tab') {
    for (const buttons of findOneStops()) keepOneStop(buttons);
    return;
  }
  if (isForMenu(event)) return;
  const buttons = findArrowButtons(event.target);
  const from = event.target;
  if (!buttons || !(from instanceof Element) || !/^(Arrow|Home$|End$)/.test(event.key)) return;
  event.preventDefault();
  const boxes = buttons.map((one) => one.getBoundingClientRect());
  const next = nextIndex(event.key, from.getBoundingClientRect(), boxes);
  if (next !== undefined) buttons[next]?.focus();
}

function nextIndex(key: string, from: DOMRect, boxes: readonly DOMRect[]): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return boxes.length - 1;
  return nearest(key, from, boxes);
}

/** Whether the key opens a menu: the vertical arrow keys do that on a menu's button. */
function isForMenu({ key, target }: KeyboardEvent): boolean {
  const isVertical = key === 'ArrowUp' || key === 'ArrowDown';
  return isVertical && target instanceof Element && target.ariaHasPopup === 'menu';
}

/**
 * Makes one button of a group the only stop of the Tab key: the button with the focus, otherwise the last stop,
 * otherwise the first button. This is done anew just before each time the browser moves the focus, so it need not be
 * done whenever tiles appear, disappear or move.
 */
function keepOneStop(buttons: readonly HTMLElement[]): void {
  const stop =
    buttons.find((one) => one === document.activeElement) ??
    buttons.find((one) => one.getAttribute('tabindex') === '0') ??
    buttons[0];
  for (const one of buttons) one.tabIndex = one === stop ? 0 : -1;
}
