import { Hand } from 'lucide';
import { useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './GestureButtons.module.css';
import { toggleHand } from '../meeting/hands.ts';
import { useHand } from './useHand.ts';

/** Pressed means up. @param onRefused the others were not told; the hand is as it was */
export function HandButton({ onRefused }: { onRefused: () => void }) {
  const { gesture } = useRoomMessages();
  const room = useRoomContext();
  const isUp = useHand(room.localParticipant) !== undefined;
  const [isPending, setPending] = useState(false);

  async function toggle(): Promise<void> {
    setPending(true);
    try {
      await toggleHand(room);
    } catch {
      // The button goes on showing what the others see.
      onRefused();
    } finally {
      setPending(false);
    }
  }

  function press(): void {
    if (!isPending) void toggle();
  }
  useShortcut('hand', press);

  return (
    <Button
      look="round"
      className={styles.hand}
      aria-label={gesture.raiseHand}
      title={gesture.raiseHand}
      aria-pressed={isUp}
      aria-disabled={isPending}
      aria-keyshortcuts="H"
      onClick={press}
    >
      <Icon of={Hand} />
    </Button>
  );
}
