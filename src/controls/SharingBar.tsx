import { ScreenShare } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SharingBar.module.css';
import { useMatches } from './useMatches.ts';

/** Matches windows whose header has room for the bar. In others it is over the stage. */
const wide = '(min-width: 36rem) and (min-height: 32rem)';

/**
 * Says that the guest shares a screen, with a button that stops sharing. The guest's own screen has no tile that would
 * show it. In a wide window the bar is in the header, where it covers nobody.
 */
export function SharingBar({ isInHeader = false }: { isInHeader?: boolean }) {
  return useMatches(wide) === isInHeader && <Bar />;
}

function Bar() {
  const { controls, sharing } = useRoomMessages();
  const { screenShare } = useMeeting();
  const isSharing = useFollowed(screenShare);
  const whole = useRef<HTMLDivElement>(null);
  return (
    <div ref={whole} role="status" tabIndex={-1} className={styles.whole}>
      {isSharing && (
        <p className={styles.bar}>
          <Icon of={ScreenShare} size={20} />
          <span>{sharing.on}</span>
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
