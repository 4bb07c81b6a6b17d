import type { JoinFailure } from '../call/callState.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './FailureBox.module.css';

/** Why joining failed: one sentence for the guest, and what the host needs to mend it. */
export function FailureBox({ failure }: { failure: JoinFailure }) {
  const messages = useMessages();
  return (
    <div className={styles.failure} role="alert">
      <p>{messages.failure[failure.kind]}</p>
      {failure.detail && (
        <details>
          <summary>{messages.failure.details}</summary>
          <code>{failure.detail}</code>
        </details>
      )}
    </div>
  );
}
