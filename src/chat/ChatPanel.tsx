import { X } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { SoundsToggle } from '../notices/SoundsToggle.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useEscape } from '../ui/useEscape.ts';
import { chatButtonId } from './ChatButton.tsx';
import { ChatForm } from './ChatForm.tsx';
import { ChatMessages } from './ChatMessages.tsx';
import { useFileChoice } from './useFileChoice.ts';
import { useFileDrop } from './useFileDrop.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import styles from './ChatPanel.module.css';

export function ChatPanel() {
  const { chat, control } = useRoomMessages();
  const { chat: words } = usePanelMessages();
  const { log } = useMeeting().chat;
  const panel = useRef<HTMLElement>(null);

  function close(): void {
    log.setOpen(false);
    document.getElementById(chatButtonId)?.focus();
  }

  useEscape(panel, close);
  const choice = useFileChoice();
  const isOver = useFileDrop(panel, choice.add);

  return (
    <aside
      ref={panel}
      className={styles.panel}
      data-over={isOver && choice.isAllowed}
      aria-label={chat.title}
    >
      <header className={styles.header}>
        <h2>{chat.title}</h2>
        <SoundsToggle />
        <Button look="bare" aria-label={control.close} onClick={close}>
          <Icon of={X} />
        </Button>
      </header>
      <ChatMessages />
      {choice.isAllowed ? <ChatForm choice={choice} /> : <p className={styles.closed}>{words.closed}</p>}
    </aside>
  );
}
