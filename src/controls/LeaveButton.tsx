import { PhoneOff } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './LeaveButton.module.css';

export function LeaveButton({ onLeave }: { onLeave: () => void }) {
  const { control } = useRoomMessages();
  return (
    <Button look="danger" aria-label={control.leave} title={control.leave} onClick={onLeave}>
      <Icon of={PhoneOff} />
      <span className={styles.word}>{control.leave}</span>
    </Button>
  );
}
