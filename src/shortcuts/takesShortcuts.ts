import type { Followed } from '../listeners.ts';
import { isInField, isPageCovered } from '../start/page/standardElements.ts';

/**
 * Whether a key press may be a shortcut: not while the guest types, nor while a dialog or menu is open.
 *
 * @param letterShortcuts whether single-key shortcuts are on (`Meeting.letterShortcuts`)
 */
export function takesShortcuts(target: EventTarget | null, letterShortcuts: Followed<boolean>): boolean {
  return letterShortcuts.getState() && !isInField(target) && !isPageCovered();
}
