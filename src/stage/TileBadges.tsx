import { MicOff, SignalHigh, SignalLow, SignalMedium, SignalZero, VolumeX } from 'lucide';
import { ConnectionQuality, type Participant } from 'livekit-client';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useConnectionQuality } from '../room/useParticipant.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './TileBadges.module.css';

const bars = {
  [ConnectionQuality.Excellent]: SignalHigh,
  [ConnectionQuality.Good]: SignalMedium,
  [ConnectionQuality.Poor]: SignalLow,
  [ConnectionQuality.Lost]: SignalZero,
};

/** Icons before the name in a tile. The tile's label says the same in words. */
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

/** Bars for the connection quality, and words if it is bad. */
function QualityBadge({ participant }: { participant: Participant }) {
  const { view } = useRoomMessages();
  const quality = useConnectionQuality(participant);
  if (quality === ConnectionQuality.Unknown) return null;
  return (
    <span className={styles.quality} title={view.quality[quality]}>
      <Icon of={bars[quality]} size={16} />
      {isBad(quality) && <span className={styles.words}>{view.quality[quality]}</span>}
    </span>
  );
}

/** Whether the quality is bad enough to be noticeable. */
export function isBad(quality: ConnectionQuality): boolean {
  return quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost;
}
