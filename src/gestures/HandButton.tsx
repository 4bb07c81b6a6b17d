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

/** Button to raise and lower the guest's hand; pressed while it is up. @param onRefused called if LiveKit did not accept the change */
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
      // LiveKit did not accept the change, so the button still shows the state that the others see.
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
