import { ImageOff, Minimize2, Pin } from 'lucide';
import { Track } from 'livekit-client';
import { memo, useRef, type ComponentProps, type ReactNode } from 'react';
import { TileGestures } from '../gestures/TileGestures.tsx';
import { useHand } from '../gestures/useHand.ts';
import { usePaused } from '../gestures/usePaused.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { ParticipantVideo } from '../room/ParticipantVideo.tsx';
import { useRole } from '../room/useMay.ts';
import { useBadQuality, useIsMuted, useIsSpeaking } from '../room/useParticipant.ts';
import { avatarHue } from '../tiles/avatarHue.ts';
import { initials } from '../tiles/initials.ts';
import { useIsHidden } from '../tiles/useIsHidden.ts';
import { useIsMirrored } from '../tiles/useIsMirrored.ts';
import { useTileLabel } from '../tiles/useTileLabel.ts';
import { isUpright, type Tile } from '../meeting/tiles.ts';
import { useVolume } from '../tiles/useVolume.ts';
import { Icon } from '../ui/Icon.tsx';
import { later } from '../ui/later.tsx';
import { enoughFrames } from '../media/received/enoughFrames.ts';
import type { Place } from './placement.ts';
import { TileBadges } from './TileBadges.tsx';
import { TileButton } from './TileButton.tsx';
import { TileMenu } from './TileMenu.tsx';
import { useFirstFrameMark } from './useFirstFrameMark.ts';
import { uprightMark } from '../start/page/parts.ts';
import { tileMark } from '../start/page/roomParts.ts';
import styles from './TileView.module.css';

// The blurred video that fills a wide tile beside an upright video. Until its file has loaded, and if loading fails,
// the tile shows its own colour.
const Sides = later(async () => (await import('./Sides.tsx')).Sides);

export interface TileActions {
  onPin: (key: string) => void;
  /** Hides the guest's own tile; `undefined` while the guest is alone. */
  onHideSelf: (() => void) | undefined;
}

interface TileViewProps {
  tile: Tile;
  place: Place;
  /** Whether the tile stays large, because it is pinned or shows a shared screen. */
  isPinned: boolean;
  actions: TileActions;
  /** Handlers that let the guest drag this tile, which floats above another one; only in a call of two. */
  floating?: ComponentProps<'li'>;
  /** Additional buttons of the tile. */
  children?: ReactNode;
}

/**
 * The tile of a participant or a shared screen: video or initials, name, and signs for muted, speaking and a weak
 * connection.
 */
export const TileView = memo(function TileView(props: TileViewProps) {
  const { tile, place, isPinned, actions, floating, children } = props;
  const { gesture, paused: pausedWords, videos: words, stage, view } = useRoomMessages();
  const { key, participant, source, publication } = tile;
  const { name, label } = useTileLabel(tile);
  // While the connection is made anew, the tile of a participant who is not back yet stays. Nothing is known about
  // their camera and microphone then.
  const isAway = tile.isAway ?? false;
  /** The last frame of the video is shown until the video is received again. */
  const lastFrame = useFollowed(useMeeting().lastFrames, (frames) => frames.get(key));
  // A participant who rejoins is in the room before their camera is published again, so a missing publication does not
  // mean that the video is off.
  const isOnItsWay = isAway || (lastFrame && !publication);
  const isVideoOff = useIsMuted(participant, source) && !isOnItsWay;
  const isMuted = useIsMuted(participant, Track.Source.Microphone) && !isOnItsWay;
  const hand = useHand(participant);
  const isSpeaking = useIsSpeaking(participant);
  const quality = useBadQuality(participant);
  const { isMuted: isMutedForMe } = useVolume(participant.identity);

  const isHost = useRole(participant) === 'host';
  const isScreen = source === Track.Source.ScreenShare;
  const isHidden = useIsHidden(tile);
  const isMirrored = useIsMirrored(isScreen ? undefined : publication?.track);
  const paused = usePaused(participant);
  // While a participant's camera is interrupted, the video is hidden, because a frozen face would look like a person
  // who is listening.
  const isFrozen = !isScreen && (paused === 'camera' || paused === 'both');
  const states = [
    !isScreen && isHost && stage.host,
    !isScreen && paused && pausedWords.state[paused],
    !isScreen && isMuted && stage.muted,
    !isScreen && isMutedForMe && view.mutedForMe,
    !isScreen && isVideoOff && stage.cameraOff,
    isHidden && !isVideoOff && words.hidden,
    !isScreen && isSpeaking && !isMuted && stage.speaking,
    !isScreen && hand !== undefined && gesture.handUp(hand),
    !isScreen && quality && view.quality[quality],
  ].filter((state) => typeof state === 'string');

  return (
    <li
      {...floating}
      className={styles.tile}
      aria-label={[label, ...states].join(', ')}
      {...tileMark(key, participant.isLocal)}
      data-speaking={isSpeaking && !isMuted}
      data-mirrored={isMirrored}
      data-screen={isScreen}
      data-away={isAway}
      data-floating={floating !== undefined}
      style={{
        '--x': `${place.x}px`,
        '--y': `${place.y}px`,
        '--tile-width': `${place.width}px`,
        '--tile-height': `${place.height}px`,
      }}
    >
      {/* Also beneath the video, until its first frame arrives. */}
      <span
        className={styles.initials}
        style={{ '--hue': avatarHue(name), '--initials': initialsScale(place) }}
        aria-hidden="true"
      >
        {initials(name)}
      </span>
      {!isVideoOff && !isHidden && !isFrozen && (
        <>
          <LastFrame frame={lastFrame} />
          {publication && !isAway && (
            <TileVideo
              participant={participant}
              publication={publication}
              enoughFrames={isScreen ? undefined : enoughFrames(place, isSpeaking)}
            />
          )}
        </>
      )}
      <span className={styles.caption} aria-hidden="true">
        <bdi className={styles.name}>{participant.isLocal && !isScreen ? stage.self : label}</bdi>
        {!isScreen && isHost && <span className={styles.host}>{stage.host}</span>}
        {!isScreen && <TileBadges participant={participant} isMuted={isMuted} isMutedForMe={isMutedForMe} />}
        {isHidden && !isVideoOff && <Icon of={ImageOff} size={16} />}
        {!isScreen && paused && <span className={styles.paused}>{pausedWords.state[paused]}</span>}
      </span>
      {!isScreen && <TileGestures participant={participant} />}
      <span className={styles.buttons} data-pinned={isPinned && !isScreen}>
        <span className={isScreen ? undefined : styles.beside}>
          {children}
          {floating === undefined && (
            <span className={isScreen ? undefined : styles.wideOnly}>
              <TileButton
                // A shared screen is large without having been pinned, so its button makes it smaller.
                {...(isScreen && isPinned
                  ? { icon: Minimize2, name: view.shrink(label), word: view.shrinkHere }
                  : { icon: Pin, name: view.pin(label), word: view.pinHere, 'aria-pressed': isPinned })}
                aria-keyshortcuts="P"
                onClick={() => actions.onPin(key)}
              />
            </span>
          )}
        </span>
        {!isScreen && (
          <TileMenu
            participant={participant}
            name={label}
            isPinned={isPinned}
            onPin={() => actions.onPin(key)}
            onHideSelf={actions.onHideSelf}
          />
        )}
      </span>
    </li>
  );
}, isSameTile);

/**
 * Compares the contents of `tile` and `place` (the tile's position and size), so that React renders only tiles that
 * have changed: when one tile changes, all of these objects are new.
 */
function isSameTile(before: TileViewProps, after: TileViewProps): boolean {
  return (
    before.tile.participant === after.tile.participant &&
    before.tile.source === after.tile.source &&
    before.tile.publication === after.tile.publication &&
    before.tile.isAway === after.tile.isAway &&
    before.place.x === after.place.x &&
    before.place.y === after.place.y &&
    before.place.width === after.place.width &&
    before.place.height === after.place.height &&
    before.isPinned === after.isPinned &&
    before.actions === after.actions &&
    before.floating === after.floating &&
    before.children === after.children
  );
}

/** Scale of the circle with the initials, which is 100 pixels wide: it takes 40 % of the tile's shorter side. */
function initialsScale({ width, height }: Place): number {
  return Math.min(width, height) * 0.004;
}

/** The last frame before the connection was lost. It lies beneath the video, whose first new frame covers it. */
function LastFrame({ frame }: { frame: HTMLCanvasElement | undefined }) {
  return (
    frame && (
      <span
        ref={(element) => element?.replaceChildren(frame)}
        className={styles.lastFrame}
        {...uprightMark(frame)}
      />
    )
  );
}

type TileVideoProps = Omit<ComponentProps<typeof ParticipantVideo>, 'ref'>;

function TileVideo(props: TileVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useFirstFrameMark(video, !props.participant.isLocal);
  return (
    <>
      {isUpright(props.publication) && <Sides of={video} onNotLoaded={() => {}} />}
      <ParticipantVideo ref={video} className={styles.video} {...props} />
    </>
  );
}
