import { MessageSquare } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { useTitleWithKey } from '../shortcuts/useTitleWithKey.ts';
import { Icon } from '../ui/Icon.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import styles from './ChatButton.module.css';

/** The id of the button, with which the chat panel finds it to give the focus back. */
export const chatButtonId = 'chat-button';

export function ChatButton() {
  const { chat } = useRoomMessages();
  const { log } = useMeeting().chat;
  const { isOpen, unread } = useFollowed(log);
  const button = useRef<HTMLButtonElement>(null);
  const name = unread > 0 ? chat.unread(unread) : chat.title;

  function toggle(): void {
    log.setOpen(!isOpen);
    // The panel closes, and the element in it that has the focus disappears, so the focus moves to the button.
    if (isOpen) button.current?.focus();
  }
  useShortcut('chat', toggle);
  const title = useTitleWithKey('chat', name);

  return (
    <Button
      ref={button}
      id={chatButtonId}
      look="round"
      className={styles.button}
      aria-label={name}
      title={title}
      aria-expanded={isOpen}
      aria-keyshortcuts="C"
      onClick={toggle}
    >
      <Icon of={MessageSquare} />
      {unread > 0 && (
        <span className={styles.unread} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Button>
  );
}
