import { Volume2 } from 'lucide-react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SoundButton.module.css';

/** For when the browser holds the sound back, which it may until the guest has touched the page. */
export function SoundButton() {
  const { control } = useMessages();
  const room = useRoomContext();
  return (
    <div className={styles.sound} role="alert">
      <p>{control.soundHeldBack}</p>
      <Button look="primary" onClick={() => void room.startAudio()}>
        <Icon of={Volume2} />
        {control.turnSoundOn}
      </Button>
    </div>
  );
}
