import { Bell, BellOff } from 'lucide';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useSounds, useSoundsOn } from './SoundsContext.tsx';
import styles from './SoundsToggle.module.css';

/** Whether coming, leaving, raised hands and messages are heard. */
export function SoundsToggle() {
  const { chat } = usePanelMessages();
  const { setOn } = useSounds();
  const isOn = useSoundsOn();
  return (
    <Button
      look="bare"
      className={styles.toggle}
      aria-label={chat.sounds}
      title={chat.sounds}
      aria-pressed={isOn}
      onClick={() => setOn(!isOn)}
    >
      <Icon of={isOn ? Bell : BellOff} size={20} />
    </Button>
  );
}
