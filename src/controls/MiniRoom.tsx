import { useRef } from 'react';
import { createPortal } from 'react-dom';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { ParticipantVideo } from '../room/ParticipantVideo.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useIsMuted } from '../room/useParticipant.ts';
import { useFollowedSpeaker } from '../stage/useFollowedSpeaker.ts';
import { avatarHue } from '../tiles/avatarHue.ts';
import { initials } from '../tiles/initials.ts';
import { mostWanted } from '../tiles/mostWanted.ts';
import { useIsHidden } from '../tiles/useIsHidden.ts';
import { useIsMirrored } from '../tiles/useIsMirrored.ts';
import { useTileLabel } from '../tiles/useTileLabel.ts';
import type { Tile } from '../meeting/tiles.ts';
import { useTiles } from '../tiles/useTiles.ts';
import { DeviceButton } from './DeviceButton.tsx';
import { LeaveButton } from './LeaveButton.tsx';
import styles from './MiniRoom.module.css';
import { useCallDevice } from './useCallDevice.ts';

/**
 * The room in a small window that stays on top of others: the speaker or a shared screen, and the most important
 * controls.
 */
export function MiniRoom({ window }: { window: Window }) {
  const room = useRoomContext();
  const tile = mostWanted(useTiles(), useFollowedSpeaker(room, true));
  return createPortal(
    <main className={`${styles.room} lit-room`}>
      {tile && <MiniVideo key={tile.key} tile={tile} />}
      <div className={styles.controls}>
        <MiniDevice kind="microphone" />
        <MiniDevice kind="camera" />
        <LeaveButton />
      </div>
    </main>,
    window.document.body,
  );
}

function MiniVideo({ tile }: { tile: Tile }) {
  const video = useRef<HTMLVideoElement>(null);
  const { participant, publication } = tile;
  const isVideoOff = useIsMuted(participant, tile.source);
  const isHidden = useIsHidden(tile);
  const { name, label } = useTileLabel(tile);
  const isMirrored = useIsMirrored(publication?.track);
  return (
    <figure className={styles.frame} data-mirrored={isMirrored}>
      <span className={styles.initials} style={{ '--hue': avatarHue(name) }} aria-hidden="true">
        {initials(name)}
      </span>
      {publication && !isVideoOff && !isHidden && (
        <ParticipantVideo
          ref={video}
          participant={participant}
          publication={publication}
          className={styles.video}
        />
      )}
      <figcaption className="whose">
        <bdi>{label}</bdi>
      </figcaption>
    </figure>
  );
}

function MiniDevice({ kind }: { kind: DeviceKind }) {
  return <DeviceButton kind={kind} {...useCallDevice(kind)} />;
}
