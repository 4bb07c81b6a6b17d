import { useWakeLock } from '../call/useWakeLock.ts';
import { useKnockMessages } from '../messages/useKnockMessages.ts';
import type { KnockState } from './knock.ts';
import styles from './WaitingBox.module.css';

/**
 * Tells a guest in the lobby that they wait for a host, and whether a host has been told of them. While it is shown the
 * screen stays on, because a phone that goes to sleep would end the wait.
 */
export function WaitingBox({ state }: { state: KnockState }) {
  const messages = useKnockMessages();
  useWakeLock();
  return (
    <p className={styles.waiting}>
      <span className={styles.light} />
      {messages[state]}
    </p>
  );
}
