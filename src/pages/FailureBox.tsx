import type { JoinFailure } from '../call/callState.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { CheckLink } from './CheckLink.tsx';
import styles from './FailureBox.module.css';

/** Why joining failed: a message for the guest, and details for the person who runs the server. */
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
      {isExplained[failure.kind] && <CheckLink />}
    </div>
  );
}

/** Tells a guest that their link does not make them a host any more. They can join all the same. */
export function OldHostLink() {
  return (
    <div className={styles.failure} role="alert">
      <p>{useMessages().lobby.oldHostLink}</p>
    </div>
  );
}

/**
 * For each kind of failure, whether the failure box links to the connection check, because the check can tell more than
 * the failure's message.
 */
const isExplained: Record<JoinFailure['kind'], boolean> = {
  config_broken: true,
  token_endpoint_unreachable: true,
  token_answer_broken: true,
  token_endpoint_failed: true,
  refused: true,
  signalling_unreachable: true,
  token_rejected: true,
  token_clock_wrong: true,
  livekit_clock_wrong: true,
  media_blocked: true,
  // No link to the connection check: its files come from the same server whose files are missing, so it would not load
  // either.
  app_not_loaded: false,
  // No link to the connection check: the messages of these failures tell everything, and the server is not the cause.
  webrtc_missing: false,
  browser_too_old: false,
  key_missing: false,
  key_wrong: false,
  name_invalid: false,
  invitation_ended: false,
  room_not_allowed: false,
  room_locked: false,
  knock_required: false,
  knock_refused: false,
  waiting_room_full: false,
  removed: false,
  room_full: false,
  rate_limited: false,
  firefox_loopback: false,
};
