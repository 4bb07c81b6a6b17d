import { readRemembered, remember } from '../remembered.ts';
import { isTyping } from './isTyping.ts';

let isOn = readRemembered('shortcuts') !== false;
const listeners = new Set<() => void>();

/**
 * Whether single keys do something. Guests who speak to their computer, or hit keys by mistake, turn them off
 * (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html). Remembered by this browser.
 */
export const letterShortcuts = {
  getState: () => isOn,
  subscribe: (onChange: () => void): (() => void) => {
    listeners.add(onChange);
    return () => listeners.delete(onChange);
  },
  setOn(next: boolean): void {
    isOn = next;
    remember('shortcuts', next);
    for (const listener of listeners) listener();
  },
};

/** Whether a key may be a shortcut: never while the guest types, nor behind a dialog or an open menu. */
export function takesShortcuts(target: EventTarget | null): boolean {
  return isOn && !isTyping(target) && document.querySelector('dialog[open], :popover-open') === null;
}
