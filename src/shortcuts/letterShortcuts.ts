import { rememberedSwitch } from '../rememberedSwitch.ts';
import { isInField, isPageCovered } from '../start/page/standardElements.ts';

/**
 * Whether single-key shortcuts are on. Guests who use speech input, or hit keys by mistake, can turn them off
 * (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html). Stored in the browser.
 */
export const letterShortcuts = rememberedSwitch('shortcuts');

/** Whether a key press may be a shortcut: not while the guest types, nor while a dialog or menu is open. */
export function takesShortcuts(target: EventTarget | null): boolean {
  return letterShortcuts.getState() && !isInField(target) && !isPageCovered();
}
