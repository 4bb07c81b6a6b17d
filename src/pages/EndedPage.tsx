import { useRef } from 'react';
import type { EndReason } from '../call/callState.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { later } from '../ui/later.tsx';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import { clock } from './clock.ts';
import styles from './SentencePage.module.css';

/** Loaded only when it is shown, because nobody needs it before the call has ended. */
const CopyLink = later(async () => (await import('./CopyLink.tsx')).CopyLink);

interface EndedPageProps {
  reason: EndReason;
  room: string;
  lengthMs: number;
  onRejoin: () => void;
}

/** Shown after a call: why the call ended, which room it was, how long it was, and buttons that lead back. */
export function EndedPage({ reason, room, lengthMs, onRejoin }: EndedPageProps) {
  const { ended, controls } = useRoomMessages();
  const title = useRef<HTMLHeadingElement>(null);
  useFocusOnMount(title);
  return (
    <main className={styles.page}>
      <h1 ref={title} tabIndex={-1}>
        {ended[reason]}
      </h1>
      <p>
        <b>{room}</b>
        <br />
        {controls.callLength(clock(lengthMs))}
      </p>
      {reason !== 'removed' && (
        <Button look="primary" onClick={onRejoin}>
          {reason === 'joined_elsewhere' ? controls.moveHere : controls.rejoin}
        </Button>
      )}
      <Button onClick={() => location.reload()}>{controls.toLobby}</Button>
      {/* After a lost connection its file may be missing; the address bar has the same link. */}
      <CopyLink onNotLoaded={() => {}} />
    </main>
  );
}
