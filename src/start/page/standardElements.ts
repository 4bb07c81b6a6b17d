/** This module recognizes elements by HTML and ARIA alone, so that views need no additional attributes. */

import { darkAttribute } from './parts.ts';

/** `--ground` of the room. */
const darkGround = '#0c1411';

/** Elements in which letter keys enter text or move through a list. */
const fields =
  'input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"]), textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="menu"], [role="listbox"]';

const menuItem = '[role^="menuitem"]';

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** Whether letter keys enter text here or move through a list. */
export function isInField(target: EventTarget | null): boolean {
  return isWithin(target, fields);
}

/** Whether Space and Enter have an effect of their own here. */
export function isInControl(target: EventTarget | null): boolean {
  return isWithin(target, 'button, a, summary, input, [tabindex]');
}

export function isInButton(target: EventTarget | null): boolean {
  return isWithin(target, 'button');
}

export function isInPopover(target: EventTarget | null): boolean {
  return isWithin(target, '[popover]');
}

export function isInMenuItem(target: EventTarget | null): boolean {
  return isWithin(target, menuItem);
}

/** Whether text can be dropped here. */
export function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(':read-write');
}

/** Whether a dialog or menu is open. */
export function isPageCovered(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}

export function findMenuItems(menu: ParentNode): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(menuItem)];
}

export function findStyleSheets(): Iterable<Element> {
  return document.querySelectorAll('link[rel="stylesheet"], style');
}

/**
 * Makes the ground of the page and the bars of a phone's browser as dark as the room (`.lit-room`), or as bright as before. With a colour for each colour
 * scheme, the browser takes the first that fits (https://html.spec.whatwg.org/multipage/semantics.html#meta-theme-color).
 */
export function darkenPage(isDark: boolean): void {
  document.documentElement.toggleAttribute(darkAttribute, isDark);
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.dataset.content ??= meta.content;
    meta.content = isDark ? darkGround : meta.dataset.content;
  }
}

export function findVideos(): HTMLVideoElement[] {
  return [...document.querySelectorAll('video')];
}
