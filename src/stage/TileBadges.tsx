import { MicOff, SignalLow, SignalZero, VolumeX } from 'lucide';
import { ConnectionQuality, type Participant } from 'livekit-client';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useBadQuality } from '../room/useParticipant.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './TileBadges.module.css';

/**
 * Icons in a tile, after the participant's name so that the name does not move when an icon appears. The tile's label
 * says the same in words.
 */
export function TileBadges({
  participant,
  isMuted,
  isMutedForMe,
}: {
  participant: Participant;
  isMuted: boolean;
  isMutedForMe: boolean;
}) {
  return (
    <>
      {isMuted && <Icon of={MicOff} size={16} />}
      {isMutedForMe && <Icon of={VolumeX} size={16} />}
      <QualityBadge participant={participant} />
    </>
  );
}

/** Bars and words that show a participant's weak or lost connection. The tile's menu shows every quality in words. */
function QualityBadge({ participant }: { participant: Participant }) {
  const { view } = useRoomMessages();
  const quality = useBadQuality(participant);
  if (!quality) return null;
  return (
    <span className={styles.quality} title={view.quality[quality]}>
      <Icon of={quality === ConnectionQuality.Lost ? SignalZero : SignalLow} size={16} />
      <span className={styles.words}>{view.quality[quality]}</span>
    </span>
  );
}
