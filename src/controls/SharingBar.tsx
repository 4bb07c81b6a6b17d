import { ScreenShare } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SharingBar.module.css';

/**
 * Says over the stage that the guest shares a screen, with a button that stops sharing. The guest's own screen has no
 * tile that would show it.
 */
export function SharingBar() {
  const { controls, sharing } = useRoomMessages();
  const { screenShare } = useMeeting();
  const isSharing = useFollowed(screenShare);
  const whole = useRef<HTMLDivElement>(null);
  return (
    <div ref={whole} role="status" tabIndex={-1} className={styles.whole}>
      {isSharing && (
        <p className={styles.bar}>
          <Icon of={ScreenShare} size={20} />
          {sharing.on}
          <Button
            look="primary"
            onClick={() => {
              // The clicked button disappears, so the focus moves to the bar around it.
              whole.current?.focus();
              screenShare.stop();
            }}
          >
            {controls.stopSharing}
          </Button>
        </p>
      )}
    </div>
  );
}
