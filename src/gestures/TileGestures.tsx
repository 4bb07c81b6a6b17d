import type { Participant } from 'livekit-client';
import { Hand } from 'lucide';
import { Icon } from '../ui/Icon.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import styles from './TileGestures.module.css';
import { useHand, useIsQueue } from './useHand.ts';

/**
 * The number of a participant's raised hand, and their reactions. Both are hidden from screen readers; the tile's label
 * mentions the hand.
 */
export function TileGestures({ participant }: { participant: Participant }) {
  const number = useHand(participant);
  const isQueue = useIsQueue();
  const reactions = useFollowed(useMeeting().reactions);
  return (
    <span className={styles.gestures} aria-hidden="true">
      {number !== undefined && (
        <span className={styles.hand}>
          <Icon of={Hand} size={16} /> {isQueue && number}
        </span>
      )}
      {reactions
        .filter(({ identity }) => identity === participant.identity)
        .map(({ key, emoji }) => (
          <span key={key} className={styles.reaction}>
            {emoji}
          </span>
        ))}
    </span>
  );
}
