import {
  VideoTrack,
  isTrackReference,
  useIsMuted,
  useIsSpeaking,
  useParticipantInfo,
  type TrackReference,
} from '@livekit/components-react';
import { MicOff } from 'lucide-react';
import { Track } from 'livekit-client';
import { useRef } from 'react';
import { TileGestures } from '../gestures/TileGestures.tsx';
import { useHands } from '../gestures/useHands.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { initials } from '../tiles/initials.ts';
import type { Tile } from '../tiles/useTiles.ts';
import { Icon } from '../ui/Icon.tsx';
import { useFirstFrameMark } from './useFirstFrameMark.ts';
import styles from './TileView.module.css';

/** One person or one shared screen: picture or initials, name, muted, speaking. */
export function TileView({ tile }: { tile: Tile }) {
  const { gesture, stage } = useMessages();
  const { participant, source } = tile;
  const info = useParticipantInfo({ participant });
  const isPictureOff = useIsMuted(tile);
  const isMuted = useIsMuted({ participant, source: Track.Source.Microphone });
  const hand = useHands().get(participant.identity);
  const isSpeaking = useIsSpeaking(participant);

  const isScreen = source === Track.Source.ScreenShare;
  const bareName = info.name || stage.unnamed;
  const name = participant.isLocal ? stage.you(bareName) : bareName;
  const label = isScreen ? stage.yourScreen(bareName) : name;
  const states = [
    !isScreen && isMuted && stage.muted,
    !isScreen && isPictureOff && stage.cameraOff,
    !isScreen && isSpeaking && !isMuted && stage.speaking,
    !isScreen && hand !== undefined && gesture.handUp(hand),
  ].filter((state) => state !== false);

  return (
    <li
      className={styles.tile}
      aria-label={[label, ...states].join(', ')}
      data-speaking={isSpeaking && !isMuted}
      data-mirrored={participant.isLocal && !isScreen}
      data-screen={isScreen}
    >
      {/* Under the picture as well: it takes a moment to arrive. */}
      <span className={styles.initials} aria-hidden="true">
        {initials(bareName)}
      </span>
      {isTrackReference(tile) && !isPictureOff && <Picture tile={tile} />}
      <span className={styles.caption} aria-hidden="true">
        {!isScreen && isMuted && <Icon of={MicOff} size={16} />}
        <span className={styles.name}>{label}</span>
      </span>
      {!isScreen && <TileGestures participant={participant} />}
    </li>
  );
}

function Picture({ tile }: { tile: TrackReference }) {
  const video = useRef<HTMLVideoElement>(null);
  useFirstFrameMark(video, !tile.participant.isLocal);
  return <VideoTrack ref={video} trackRef={tile} className={styles.picture} />;
}
