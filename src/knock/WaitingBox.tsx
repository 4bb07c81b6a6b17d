import { useKnockMessages } from '../messages/useKnockMessages.ts';
import type { KnockState } from './knock.ts';
import styles from './WaitingBox.module.css';

/** Tells a guest in the lobby that they wait for a host, and whether a host has been told of them. */
export function WaitingBox({ state }: { state: KnockState }) {
  const messages = useKnockMessages();
  return (
    <p className={styles.waiting}>
      <span className={styles.light} />
      {messages[state]}
    </p>
  );
}
