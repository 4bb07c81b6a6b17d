import { useEffect, useRef, useState } from 'react';
import type { LostReason } from '../call/returnPolicy.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import { CheckLink } from './CheckLink.tsx';
import styles from './ReturningPanel.module.css';

interface ReturningPanelProps {
  reason: LostReason;
  /** Time of the next try by `Date.now()`; `undefined` during a try. */
  nextTryAtMs: number | undefined;
  onTryNow: () => void;
  onLeave: () => void;
}

/** Shown instead of the controls while the app tries to rejoin after losing the connection. */
export function ReturningPanel({ reason, nextTryAtMs, onTryNow, onLeave }: ReturningPanelProps) {
  const { ended, returning, control } = useRoomMessages();
  const title = useRef<HTMLHeadingElement>(null);
  useFocusOnMount(title);
  const isTrying = nextTryAtMs === undefined;
  return (
    <section className={styles.panel} aria-label={returning.title}>
      <div className={styles.words}>
        <h2 ref={title} tabIndex={-1}>
          {ended[reason]}
        </h2>
        <p>{isTrying ? returning.trying : <Countdown key={nextTryAtMs} untilMs={nextTryAtMs} />}</p>
      </div>
      <div className={styles.buttons}>
        <Button look="primary" aria-disabled={isTrying} onClick={onTryNow}>
          {returning.tryNow}
        </Button>
        <Button onClick={onLeave}>{control.leave}</Button>
        <CheckLink />
      </div>
    </section>
  );
}

/** Counts down the seconds until the next try. Mounted anew for every wait. */
function Countdown({ untilMs }: { untilMs: number }) {
  const { returning } = useRoomMessages();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return returning.wait(Math.max(1, Math.ceil((untilMs - nowMs) / 1000)));
}
