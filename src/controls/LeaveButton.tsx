import { PhoneOff } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './LeaveButton.module.css';

export function LeaveButton() {
  const { control } = useRoomMessages();
  const { leave } = useMeeting();
  return (
    <Button look="danger" aria-label={control.leave} title={control.leave} onClick={leave}>
      <Icon of={PhoneOff} />
      <span className={styles.word}>{control.leave}</span>
    </Button>
  );
}
