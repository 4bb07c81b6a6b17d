import type { ReactNode } from 'react';
import { useChatState } from './ChatContext.tsx';
import { ChatPanel } from './ChatPanel.tsx';
import styles from './ChatSide.module.css';

/** What is shown, with the chat beside it where there is room, and over it where there is not. */
export function ChatSide({ children }: { children: ReactNode }) {
  const { isOpen } = useChatState();
  return (
    <div className={styles.side} data-open={isOpen}>
      <div className={styles.main}>{children}</div>
      {isOpen && <ChatPanel />}
    </div>
  );
}
