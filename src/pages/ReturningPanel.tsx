import { useEffect, useRef, useState } from 'react';
import type { LostReason } from '../call/returnPolicy.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckLink } from './CheckLink.tsx';
import styles from './ReturningPanel.module.css';

interface ReturningPanelProps {
  reason: LostReason;
  /** When the next try begins, by Date.now; `undefined` while one is under way. */
  nextTryAtMs: number | undefined;
  onTryNow: () => void;
  onLeave: () => void;
}

/** Cut off, and tried again by itself: in place of the controls, which would have no room to act on. */
export function ReturningPanel({ reason, nextTryAtMs, onTryNow, onLeave }: ReturningPanelProps) {
  const { ended, returning, control } = useRoomMessages();
  const title = useRef<HTMLHeadingElement>(null);
  // The control that had the focus is gone: start reading here.
  useEffect(() => title.current?.focus(), []);
  const isTrying = nextTryAtMs === undefined;
  return (
    <section className={styles.panel} aria-label={returning.title}>
      <div className={styles.words}>
        <h2 ref={title} tabIndex={-1}>
          {ended[reason]}
        </h2>
        <p>{isTrying ? returning.trying : <Countdown key={nextTryAtMs} untilMs={nextTryAtMs} />}</p>
      </div>
      <div className={styles.ways}>
        <Button look="primary" aria-disabled={isTrying} onClick={onTryNow}>
          {returning.tryNow}
        </Button>
        <Button onClick={onLeave}>{control.leave}</Button>
        <CheckLink />
      </div>
    </section>
  );
}

/** Counts down; made anew for every wait. */
function Countdown({ untilMs }: { untilMs: number }) {
  const { returning } = useRoomMessages();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return returning.wait(Math.max(1, Math.ceil((untilMs - nowMs) / 1000)));
}
