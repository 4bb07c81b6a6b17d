import type { ReactNode } from 'react';
import { useNotLoaded } from '../notices/useNotLoaded.ts';
import { later } from '../ui/later.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import styles from './ChatSide.module.css';

const ChatPanel = later(async () => (await import('./ChatPanel.tsx')).ChatPanel);

/** Shows the chat panel beside its children; on phones below or over them. */
export function ChatSide({ children }: { children: ReactNode }) {
  const { log } = useMeeting().chat;
  const isOpen = useFollowed(log, (state) => state.isOpen);
  const { onLoaded, tellNotLoaded } = useNotLoaded('chat');

  function onNotLoaded(): void {
    log.setOpen(false);
    tellNotLoaded(() => log.setOpen(true));
  }

  return (
    <div className={styles.side} data-open={isOpen}>
      <div className={styles.main}>{children}</div>
      {isOpen && <ChatPanel onLoaded={onLoaded} onNotLoaded={onNotLoaded} />}
    </div>
  );
}
