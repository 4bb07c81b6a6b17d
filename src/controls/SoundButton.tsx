import { Play, Volume2, type IconNode } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SoundButton.module.css';

/** Button that starts audio. Browsers may block audio until the guest has touched the page. */
export function SoundButton() {
  const { controls } = useRoomMessages();
  const room = useRoomContext();
  return (
    <HeldBack
      icon={Volume2}
      why={controls.soundHeldBack}
      name={controls.turnSoundOn}
      onStart={() => room.startAudio()}
    />
  );
}

/** Button that starts the others' video, which Safari pauses to save power. */
export function VideoButton() {
  const { controls } = useRoomMessages();
  const room = useRoomContext();
  return (
    <HeldBack
      icon={Play}
      why={controls.videoHeldBack}
      name={controls.startVideo}
      onStart={() => room.startVideo()}
    />
  );
}

interface HeldBackProps {
  icon: IconNode;
  why: string;
  name: string;
  onStart: () => Promise<void>;
}

function HeldBack({ icon, why, name, onStart }: HeldBackProps) {
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
