import { ScreenShare, ScreenShareOff } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useScreenShare } from './useScreenShare.ts';
import styles from './ShareScreenButton.module.css';

/** Button that shares the guest's screen with its sound. Renders nothing if the browser cannot share a screen. */
export function ShareScreenButton() {
  const { controls, returning } = useRoomMessages();
  const share = useScreenShare();
  if (!share) return null;
  return (
    <Button
      look="round"
      className={styles.share}
      aria-label={controls.share}
      title={share.isDisabled ? returning.notNow : share.isOn ? controls.stopSharing : controls.share}
      aria-disabled={share.isDisabled}
      aria-pressed={share.isOn}
      onClick={share.toggle}
    >
      <Icon of={share.isOn ? ScreenShareOff : ScreenShare} />
    </Button>
  );
}

/**
 * Menu item that shares the guest's screen, for small windows, in which the bar has no such button, and for browsers
 * that can't share a screen, as on phones: guests who look for it read that here.
 */
export function ShareScreenItem() {
  const { controls } = useRoomMessages();
  const share = useScreenShare();
  if (!share) {
    return (
      <MenuItem icon={ScreenShareOff} note={controls.noShare}>
        {controls.share}
      </MenuItem>
    );
  }
  return (
    <MenuItem icon={share.isOn ? ScreenShareOff : ScreenShare} onChoose={share.toggle}>
      {share.isOn ? controls.stopSharing : controls.share}
    </MenuItem>
  );
}
