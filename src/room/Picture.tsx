import { RemoteTrackPublication, type Participant, type TrackPublication } from 'livekit-client';
import { useLayoutEffect, useState, type ComponentProps, type RefObject, type SyntheticEvent } from 'react';
import { askForFrames } from '../media/received/askForFrames.ts';
import { attachVideo } from '../session/livekit/attachVideo.ts';
import { keepPlaying } from '../session/livekit/keepPlaying.ts';
import { useLatest } from './useLatest.ts';
import { trackEvents } from './useParticipant.ts';

interface PictureProps extends ComponentProps<'video'> {
  ref: RefObject<HTMLVideoElement | null>;
  participant: Participant;
  publication: TrackPublication;
  /** Frames per second that are enough for a remote video; see `askForFrames`. */
  enoughFrames?: number | undefined;
}

/** The video of a participant. `data-upright` is true if it is taller than wide. */
export function Picture({ ref, participant, publication, enoughFrames, ...rest }: PictureProps) {
  const track = useLatest(participant, trackEvents, () => publication.track);
  const [isUpright, setUpright] = useState(false);
  // A layout effect, so that the first video does not wait for the next paint.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!track || !video) return undefined;
    attachVideo(track, video);
    const stop = keepPlaying(track, video);
    return () => {
      stop();
      track.detach(video);
    };
  }, [ref, track]);
  // Runs after attachVideo, which reports the size. Before that, this would request the largest layer from the SFU.
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
