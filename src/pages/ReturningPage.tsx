import { useEffect, useRef, useState } from 'react';
import type { LostReason } from '../call/returnPolicy.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './SentencePage.module.css';

interface ReturningPageProps {
  reason: LostReason;
  /** When the next try begins, by Date.now; `undefined` while one is under way. */
  nextTryAtMs: number | undefined;
  onTryNow: () => void;
  onLeave: () => void;
}

/** Cut off: the room is tried again by itself. */
export function ReturningPage({ reason, nextTryAtMs, onTryNow, onLeave }: ReturningPageProps) {
  const { ended, returning, control } = useMessages();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const isTrying = nextTryAtMs === undefined;
  return (
    <main className={styles.page}>
      <h1 ref={title} tabIndex={-1}>
        {ended[reason]}
      </h1>
      <p>{isTrying ? returning.trying : <Countdown key={nextTryAtMs} untilMs={nextTryAtMs} />}</p>
      <Button look="primary" aria-disabled={isTrying} onClick={onTryNow}>
        {returning.tryNow}
      </Button>
      <Button onClick={onLeave}>{control.leave}</Button>
    </main>
  );
}

/** Counts down; made anew for every wait. */
function Countdown({ untilMs }: { untilMs: number }) {
  const { returning } = useMessages();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return returning.wait(Math.max(1, Math.ceil((untilMs - nowMs) / 1000)));
}
