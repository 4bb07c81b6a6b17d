import { useId, useRef, useState, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react';
import { Check, type IconNode } from 'lucide';
import { findMenuItems, isInMenuItem } from '../start/page/standardElements.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { menuPlace, setPlace } from './menuPlace.ts';
import styles from './Menu.module.css';

interface MenuProps {
  label: string;
  icon: IconNode;
  /** The menu's entries: MenuItem, and MenuChoices with MenuChoice inside. */
  children: ReactNode;
  /** Look of the menu's button. `slim` is for a menu button that is attached to another button. */
  look?: 'round' | 'slim';
  /** A message that says why the menu cannot be opened now. */
  notNow?: string | undefined;
}

/**
 * A button that opens a menu. Arrow keys, Home and End move the focus. Escape, Tab and a click outside close the menu and return the focus to the
 * button (https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/).
 */
export function Menu({ label, icon, children, look = 'round', notNow }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  function place(event: ToggleEvent): void {
    if (event.newState !== 'open' || !button.current || !menu.current) return;
    const viewport = { width: innerWidth, height: innerHeight };
    setPlace(menu.current, menuPlace(button.current.getBoundingClientRect(), viewport));
  }

  function followFocus(event: ToggleEvent): void {
    setOpen(event.newState === 'open');
    if (event.newState === 'open') {
      const items = itemsOf(menu.current);
      (items.find((item) => item.ariaChecked === 'true') ?? items[0])?.focus();
    } else if (document.activeElement === document.body) {
      // Nothing has the focus, because the guest has closed the menu by a click outside, on something that takes no
      // focus. So the focus returns to the menu's button.
      button.current?.focus();
    }
  }

  function close(): void {
    button.current?.focus();
    menu.current?.hidePopover();
  }

  function move(event: KeyboardEvent): void {
    // At Tab the menu closes and its button gets the focus; from there the browser's default action moves on.
    if (event.key === 'Tab') return close();
    const items = itemsOf(menu.current);
    const at = items.findIndex((item) => item === document.activeElement);
    const next = nextItem(event.key, at, items.length);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  return (
    <>
      <Button
        ref={button}
        look="round"
        className={look === 'slim' ? styles.slim : ''}
        aria-label={label}
        title={notNow ?? label}
        aria-disabled={notNow ? true : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popoverTarget={notNow ? undefined : id}
        onKeyDown={(event) => {
          if (notNow || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
          event.preventDefault();
          menu.current?.showPopover();
        }}
      >
        <Icon of={icon} size={look === 'slim' ? 18 : 22} />
      </Button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onBeforeToggle={place}
        onToggle={followFocus}
        onKeyDown={move}
        onClick={(event) => {
          if (isInMenuItem(event.target)) close();
        }}
      >
        {children}
      </div>
    </>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return menu ? findMenuItems(menu) : [];
}

function nextItem(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

interface MenuItemProps {
  icon: IconNode;
  /** A second line: what else guests find behind the entry, or why they can't choose it. */
  note?: string;
  /** Without it the entry can't be chosen. */
  onChoose?: () => void;
  children: ReactNode;
}

/** An entry of a menu that does something. */
export function MenuItem({ icon, note, onChoose, children }: MenuItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={styles.item}
      aria-disabled={!onChoose}
      onClick={onChoose}
    >
      <Icon of={icon} size={20} />
      {note === undefined ? (
        children
      ) : (
        <span>
          {children} <small>{note}</small>
        </span>
      )}
    </button>
  );
}

/** A group of choices in a menu, one of which is selected. */
export function MenuChoices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles.choices}>
      <p className={styles.heading} aria-hidden="true">
        {label}
      </p>
      {children}
    </div>
  );
}

export function MenuChoice({
  isChosen,
  onChoose,
  children,
}: {
  isChosen: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={isChosen}
      tabIndex={-1}
      className={styles.item}
      onClick={onChoose}
    >
      <span className={styles.check}>{isChosen && <Icon of={Check} size={20} />}</span>
      {children}
    </button>
  );
}
