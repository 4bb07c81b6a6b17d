import { Smile } from 'lucide';
import { useId, useRef, useState, type ComponentProps } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { arrowsMark } from '../start/page/roomParts.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useEscape } from '../ui/useEscape.ts';
import styles from './GestureButtons.module.css';
import { emojis } from '../meeting/reactions.ts';

type EmojisProps = Pick<ComponentProps<'button'>, 'role' | 'tabIndex' | 'onPointerDown'> & {
  onSent?: () => void;
};

/** The buttons that send a reaction, one for each emoji. */
function Emojis({ onSent, ...button }: EmojisProps) {
  const { gesture } = useRoomMessages();
  const { reactions } = useMeeting();
  return emojis.map((emoji) => (
    <button
      key={emoji}
      type="button"
      aria-label={gesture.reaction[emoji]}
      {...button}
      onClick={() => {
        reactions.send(emoji);
        onSent?.();
      }}
    >
      {emoji}
    </button>
  ));
}

/** The reactions as a row of menu items, for phones, where the bar has no reactions button. */
export function ReactionItems() {
  const { gesture } = useRoomMessages();
  if (useIsCutOff()) return null;
  return (
    <div className={styles.items} role="group" aria-label={gesture.react}>
      <Emojis role="menuitem" tabIndex={-1} />
    </div>
  );
}

/** Button that opens the emojis for a reaction. They close when the focus leaves them. */
export function ReactionsButton() {
  const { gesture, returning } = useRoomMessages();
  const isCutOff = useIsCutOff();
  const [isWanted, setOpen] = useState(false);
  const isOpen = isWanted && !isCutOff;
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const choiceId = useId();

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  useEscape(whole, close);

  return (
    <div
      ref={whole}
      className={styles.reactions}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Button
        ref={button}
        look="round"
        aria-label={gesture.react}
        title={isCutOff ? returning.notNow : gesture.react}
        aria-disabled={isCutOff}
        aria-expanded={isOpen}
        aria-controls={isOpen ? choiceId : undefined}
        onClick={(event) => {
          // Safari does not focus a button that is clicked. Without focus there would be no blur event to close the
          // emojis.
          event.currentTarget.focus();
          setOpen(!isOpen && !isCutOff);
        }}
      >
        <Icon of={Smile} />
      </Button>
      {isOpen && (
        <div
          id={choiceId}
          className={styles.choice}
          role="group"
          aria-label={gesture.react}
          {...arrowsMark(true)}
        >
          {/* Without `preventDefault` Safari would take the focus away, which closes the choice before the click. */}
          <Emojis onPointerDown={(event) => event.preventDefault()} onSent={close} />
        </div>
      )}
    </div>
  );
}
