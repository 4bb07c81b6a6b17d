import { rememberedSwitch } from '../rememberedSwitch.ts';
import { isInField, isPageCovered } from '../start/page/standardElements.ts';

/**
 * Whether single keys do something. Guests who speak to their computer, or hit keys by mistake, turn them off
 * (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html). Remembered by this browser.
 */
export const letterShortcuts = rememberedSwitch('shortcuts');

/** Whether a key may be a shortcut: never while the guest types, nor behind a dialog or an open menu. */
export function takesShortcuts(target: EventTarget | null): boolean {
  return letterShortcuts.getState() && !isInField(target) && !isPageCovered();
}
