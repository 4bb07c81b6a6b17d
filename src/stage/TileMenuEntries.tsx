import type { Participant } from 'livekit-client';
import { Pin, X } from 'lucide';
import { useLayoutEffect, type RefObject } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useConnectionQuality } from '../room/useParticipant.ts';
import { useVolume } from '../tiles/useVolume.ts';
import { Button } from '../ui/Button.tsx';
import { setPlace } from '../ui/menuPlace.ts';
import { canSetVolume } from './canSetVolume.ts';
import { Icon } from '../ui/Icon.tsx';
import { isSheet, tileMenuPlace } from './tileMenuPlace.ts';
import styles from './TileMenu.module.css';

export interface TileMenuProps {
  participant: Participant;
  name: string;
  isPinned: boolean;
  onPin: () => void;
  onHideSelf: (() => void) | undefined;
}

/** The entries of a tile's open menu: connection, volume, and what the guest can do about the tile. */
export function TileMenuEntries({
  menu,
  button,
  participant,
  name,
  isPinned,
  onPin,
  onHideSelf,
  onDone,
}: TileMenuProps & {
  menu: RefObject<HTMLElement | null>;
  button: RefObject<HTMLElement | null>;
  onDone: () => void;
}) {
  // A script places the menu. CSS anchor positioning would not work: until the end of 2025 Chrome ignored the
  // transforms of an anchor, and tiles are placed by transforms
  // (https://groups.google.com/a/chromium.org/g/blink-dev/c/48-VhjHY3Lc).
  useLayoutEffect(() => {
    if (!menu.current || !button.current) return;
    const viewport = { width: innerWidth, height: innerHeight };
    setPlace(menu.current, tileMenuPlace(button.current.getBoundingClientRect(), viewport));
    // The menu gets the focus, so that the Tab key continues with the menu's entries.
    menu.current.focus();
  }, [menu, button]);
  const { control, view } = useRoomMessages();
  const quality = useConnectionQuality(participant);
  const { identity, isLocal } = participant;
  const { set } = useMeeting().volumes;
  const { volume, isMuted } = useVolume(identity);
  return (
    <>
      <p className={styles.head}>
        <bdi className={styles.name}>{name}</bdi>
        {isSheet({ width: innerWidth, height: innerHeight }) && (
          <Button look="bare" aria-label={control.close} onClick={onDone}>
            <Icon of={X} size={20} />
          </Button>
        )}
      </p>
      {view.quality[quality] && <p className={styles.quality}>{view.quality[quality]}</p>}
      <Button
        aria-pressed={isPinned}
        onClick={() => {
          onDone();
          onPin();
        }}
      >
        <Icon of={Pin} size={18} />
        {view.pinHere}
      </Button>
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
