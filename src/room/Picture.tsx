import { RemoteTrackPublication, type Participant, type TrackPublication } from 'livekit-client';
import { useLayoutEffect, useState, type ComponentProps, type RefObject, type SyntheticEvent } from 'react';
import { askForFrames } from '../media/received/askForFrames.ts';
import { attachPicture } from '../session/livekit/attachPicture.ts';
import { keepPlaying } from '../session/livekit/keepPlaying.ts';
import { useLatest } from './useLatest.ts';
import { trackEvents } from './useParticipant.ts';

interface PictureProps extends ComponentProps<'video'> {
  ref: RefObject<HTMLVideoElement | null>;
  participant: Participant;
  publication: TrackPublication;
  /** So many frames a second of somebody else's are enough, see `askForFrames`. */
  enoughFrames?: number | undefined;
}

/** Somebody's picture, once it is there. `data-upright` is set where it is taller than wide. */
export function Picture({ ref, participant, publication, enoughFrames, ...rest }: PictureProps) {
  const track = useLatest(participant, trackEvents, () => publication.track);
  const [isUpright, setUpright] = useState(false);
  // Not after the next paint: as long as the room is on its way the first picture is what everything waits for.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!track || !video) return undefined;
    attachPicture(track, video);
    const stop = keepPlaying(track, video);
    return () => {
      stop();
      track.detach(video);
    };
  }, [ref, track]);
  // Once its size is told: before, the SFU would be asked for the largest layer.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!track || !video || enoughFrames === undefined || !(publication instanceof RemoteTrackPublication))
      return undefined;
    return askForFrames(publication, video, enoughFrames);
  }, [ref, track, publication, enoughFrames]);

  function followShape({ currentTarget }: SyntheticEvent<HTMLVideoElement>): void {
    setUpright(currentTarget.videoHeight > currentTarget.videoWidth);
  }

  return (
    <video ref={ref} data-upright={isUpright} onResize={followShape} autoPlay playsInline muted {...rest} />
  );
}
