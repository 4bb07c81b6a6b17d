import { useRef } from 'react';
import type { EndReason } from '../call/callState.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import styles from './SentencePage.module.css';

/** Shown after a call: why it ended, and a button to join again. */
export function EndedPage({ reason, onRejoin }: { reason: EndReason; onRejoin: () => void }) {
  const { ended, controls } = useRoomMessages();
  const title = useRef<HTMLHeadingElement>(null);
  useFocusOnMount(title);
  return (
    <main className={styles.page}>
      <h1 ref={title} tabIndex={-1}>
        {ended[reason]}
      </h1>
      <Button look="primary" onClick={onRejoin}>
        {reason === 'joined_elsewhere' ? controls.moveHere : controls.rejoin}
      </Button>
    </main>
  );
}
