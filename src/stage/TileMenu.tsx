import { EllipsisVertical } from 'lucide';
import type { Participant } from 'livekit-client';
import { useId, useRef, useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useConnectionQuality } from '../room/useParticipant.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useVolume } from '../tiles/useVolume.ts';
import { Button } from '../ui/Button.tsx';
import { setPlace, tileMenuPlace } from '../ui/menuPlace.ts';
import { canSetVolume } from './canSetVolume.ts';
import { TileButton } from './TileButton.tsx';
import styles from './TileMenu.module.css';

interface TileMenuProps {
  participant: Participant;
  name: string;
  isPinned: boolean;
  onPin: () => void;
  onHideSelf: (() => void) | undefined;
}

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
        // Not by CSS anchor positioning: until the end of 2025 Chrome ignored the transforms of an anchor, and transforms
        // place the tile (https://groups.google.com/a/chromium.org/g/blink-dev/c/48-VhjHY3Lc).
        onBeforeToggle={({ currentTarget, newState }) => {
          if (newState !== 'open' || !button.current) return;
          const viewport = { width: innerWidth, height: innerHeight };
          setPlace(currentTarget, tileMenuPlace(button.current.getBoundingClientRect(), viewport));
        }}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          // The opened menu gets the focus, so that the Tab key goes on inside it. Once the menu is closed, this call
          // has no effect.
          event.currentTarget.focus();
        }}
        // The stage must not hear of touches in the menu, which would turn pages or drag the tile.
        onPointerDown={(event) => event.stopPropagation()}
      >
        {isOpen && <Entries {...props} onDone={() => popover.current?.hidePopover()} />}
      </div>
    </>
  );
}

function Entries({
  participant,
  name,
  isPinned,
  onPin,
  onHideSelf,
  onDone,
}: TileMenuProps & { onDone: () => void }) {
  const { view } = useRoomMessages();
  const quality = useConnectionQuality(participant);
  const { identity, isLocal } = participant;
  const { set } = useMeeting().volumes;
  const { volume, isMuted } = useVolume(identity);
  return (
    <>
      <p className={styles.name}>
        <bdi>{name}</bdi>
      </p>
      {view.quality[quality] && <p className={styles.quality}>{view.quality[quality]}</p>}
      {!isLocal && canSetVolume() && (
        <label className={styles.volume}>
          {view.volume}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={Math.round(volume * 100)}
            onChange={(event) => set(identity, { volume: event.target.valueAsNumber / 100 })}
          />
        </label>
      )}
      {!isLocal && (
        <Button aria-pressed={isMuted} onClick={() => set(identity, { isMuted: !isMuted })}>
          {view.muteForMe}
        </Button>
      )}
      <Button
        aria-pressed={isPinned}
        onClick={() => {
          onDone();
          onPin();
        }}
      >
        {view.pinHere}
      </Button>
      {isLocal && onHideSelf && (
        <Button
          onClick={() => {
            onDone();
            onHideSelf();
          }}
        >
          {view.hideSelf}
        </Button>
      )}
    </>
  );
}
