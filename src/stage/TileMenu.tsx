import { EllipsisVertical } from 'lucide';
import { useId, useRef, useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { later } from '../ui/later.tsx';
import { untilLoaded } from '../untilLoaded.ts';
import { TileButton } from './TileButton.tsx';
import type { TileMenuProps } from './TileMenuEntries.tsx';
import styles from './TileMenu.module.css';

// The menu's entries are loaded when a guest opens the menu of a tile for the first time, because few guests do.
const TileMenuEntries = later(
  async () => (await untilLoaded(() => import('./TileMenuEntries.tsx'))).TileMenuEntries,
);

/**
 * A menu with what the guest can do about a participant. The native popover closes on Escape and restores the focus.
 */
export function TileMenu(props: TileMenuProps) {
  const { view } = useRoomMessages();
  const [isOpen, setOpen] = useState(false);
  const popover = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      <TileButton
        ref={button}
        icon={EllipsisVertical}
        name={view.more(props.name)}
        aria-expanded={isOpen}
        popoverTarget={id}
      />
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        tabIndex={-1}
        aria-label={props.name}
        className={styles.menu}
        onToggle={(event) => setOpen(event.newState === 'open')}
        // The stage must not hear of touches in the menu, which would turn pages or drag the tile.
        onPointerDown={(event) => event.stopPropagation()}
      >
        {isOpen && (
          <TileMenuEntries
            {...props}
            menu={popover}
            button={button}
            onDone={() => popover.current?.hidePopover()}
            onNotLoaded={() => {}}
          />
        )}
      </div>
    </>
  );
}
