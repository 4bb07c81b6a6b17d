/** This module recognizes elements by HTML and ARIA alone, so that views need no additional attributes. */

/** Selector of elements in which letter keys enter text or move through a list. */
const fields =
  'input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"]), textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="menu"], [role="listbox"]';

const menuItem = '[role^="menuitem"]';

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** Whether letter keys enter text in this element or move through its list. */
export function isInField(target: EventTarget | null): boolean {
  return isWithin(target, fields);
}

/** Whether Space and Enter have an effect of their own in this element. */
export function isInControl(target: EventTarget | null): boolean {
  return isWithin(target, 'button, a, summary, input, [tabindex]');
}

export function isInButton(target: EventTarget | null): boolean {
  return isWithin(target, 'button');
}

export function isInPopover(target: EventTarget | null): boolean {
  return isWithin(target, '[popover]');
}

/** Whether the target is in an entry of a menu that can be chosen. */
export function isInMenuItem(target: EventTarget | null): boolean {
  return isWithin(target, `${menuItem}:not([aria-disabled="true"])`);
}

/** Whether text can be dropped on this element. */
export function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(':read-write');
}

/** Whether an open dialog or menu covers the page. */
export function isPageCovered(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}

export function findMenuItems(menu: ParentNode): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(menuItem)];
}

export function findStyleSheets(): Iterable<Element> {
  return document.querySelectorAll('link[rel="stylesheet"], style');
}

export function findVideos(): HTMLVideoElement[] {
  return [...document.querySelectorAll('video')];
}
