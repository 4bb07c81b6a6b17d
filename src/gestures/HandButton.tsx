import { Hand } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { usePending } from '../room/usePending.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import { useTitleWithKey } from '../shortcuts/useTitleWithKey.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './GestureButtons.module.css';
import { useHand } from './useHand.ts';

/**
 * Button that raises and lowers the guest's hand. It is pressed while the hand is up.
 *
 * @param onRefused called if LiveKit did not accept the change
 */
export function HandButton({ onRefused }: { onRefused: () => void }) {
  const { gesture, returning } = useRoomMessages();
  const room = useRoomContext();
  const { hands } = useMeeting();
  const isUp = useHand(room.localParticipant) !== undefined;
  const isCutOff = useIsCutOff();
  const { isPending, run } = usePending();
  const isDisabled = isPending || isCutOff;

  async function toggle(): Promise<void> {
    try {
      await hands.toggle(room);
    } catch {
      // LiveKit did not accept the change, so the button still shows what the others see.
      onRefused();
    }
  }

  function press(): void {
    if (!isDisabled) void run(toggle);
  }
  useShortcut('hand', press);
  const title = useTitleWithKey('hand', gesture.raiseHand);

  return (
    <Button
      look="round"
      className={styles.hand}
      aria-label={gesture.raiseHand}
      title={isCutOff ? returning.notNow : title}
      aria-pressed={isUp}
      aria-disabled={isDisabled}
      aria-keyshortcuts="H"
      onClick={press}
    >
      <Icon of={Hand} />
    </Button>
  );
}
