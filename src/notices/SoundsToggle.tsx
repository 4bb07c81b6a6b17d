import { Bell, BellOff } from 'lucide';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import styles from './SoundsToggle.module.css';

/** The switch for the sounds that tell of people who join, leave, raise a hand or write. */
export function SoundsToggle() {
  const { chat } = usePanelMessages();
  const { sounds } = useMeeting();
  const isOn = useFollowed(sounds);
  return (
    <Button
      look="bare"
      className={styles.toggle}
      aria-label={chat.sounds}
      title={chat.sounds}
      aria-pressed={isOn}
      onClick={() => sounds.setOn(!isOn)}
    >
      <Icon of={isOn ? Bell : BellOff} size={20} />
    </Button>
  );
}
