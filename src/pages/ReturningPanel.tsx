import { useEffect, useState } from 'react';
import type { LostReason } from '../call/returnPolicy.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckLink } from './CheckLink.tsx';
import styles from './ReturningPanel.module.css';

interface ReturningPanelProps {
  reason: LostReason;
  /** When the app tries next, by `Date.now()`; `undefined` during a try. */
  nextTryAtMs: number | undefined;
  onTryNow: () => void;
}

/** Shown over the stage while the app tries to rejoin after the connection was lost. */
export function ReturningPanel({ reason, nextTryAtMs, onTryNow }: ReturningPanelProps) {
  const { ended, returning } = useRoomMessages();
  const isTrying = nextTryAtMs === undefined;
  return (
    <section className={styles.panel} aria-label={returning.title}>
      <div className={styles.words}>
        <h2>{ended[reason]}</h2>
        {/* Not announced by screen readers, because it changes every second. */}
        <p aria-live="off">
          {isTrying ? returning.trying : <Countdown key={nextTryAtMs} untilMs={nextTryAtMs} />}
        </p>
      </div>
      <Button look="primary" aria-disabled={isTrying} onClick={onTryNow}>
        {returning.tryNow}
      </Button>
      <CheckLink />
    </section>
  );
}

/** Counts down the seconds until the next try to rejoin. Mounted anew for every wait. */
function Countdown({ untilMs }: { untilMs: number }) {
  const { returning } = useRoomMessages();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return returning.wait(Math.max(1, Math.ceil((untilMs - nowMs) / 1000)));
}
