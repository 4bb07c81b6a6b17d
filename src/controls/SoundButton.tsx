import { Play, Volume2, type IconNode } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SoundButton.module.css';

/** Button that starts the others' audio. Browsers may block audio until the guest has touched the page. */
export function SoundButton() {
  const { controls } = useRoomMessages();
  const room = useRoomContext();
  return (
    <BlockedMedia
      icon={Volume2}
      why={controls.audioBlocked}
      name={controls.turnSoundOn}
      onStart={() => room.startAudio()}
    />
  );
}

/** Button that starts the others' video, which Safari may pause to save power. */
export function VideoButton() {
  const { controls } = useRoomMessages();
  const room = useRoomContext();
  return (
    <BlockedMedia
      icon={Play}
      why={controls.videoBlocked}
      name={controls.startVideo}
      onStart={() => room.startVideo()}
    />
  );
}

interface BlockedMediaProps {
  icon: IconNode;
  why: string;
  name: string;
  onStart: () => Promise<void>;
}

function BlockedMedia({ icon, why, name, onStart }: BlockedMediaProps) {
  return (
    <div className={styles.sound} role="alert">
      <p>{why}</p>
      <Button look="primary" onClick={() => void onStart()}>
        <Icon of={icon} />
        {name}
      </Button>
    </div>
  );
}
