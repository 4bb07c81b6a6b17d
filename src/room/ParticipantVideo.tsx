import { RemoteTrackPublication, type Participant, type TrackPublication } from 'livekit-client';
import { useLayoutEffect, type ComponentProps, type RefObject } from 'react';
import { askForFrames } from '../media/received/askForFrames.ts';
import { attachVideo } from '../session/livekit/attachVideo.ts';
import { keepPlaying } from '../session/livekit/keepPlaying.ts';
import { markUpright } from '../start/page/parts.ts';
import { useLatest } from './useLatest.ts';
import { trackEvents } from './useParticipant.ts';

interface ParticipantVideoProps extends ComponentProps<'video'> {
  ref: RefObject<HTMLVideoElement | null>;
  participant: Participant;
  publication: TrackPublication;
  /** Number of frames per second that is enough for this remote video; `askForFrames` requests them. */
  enoughFrames?: number | undefined;
}

/** The video element that shows a participant's video. */
export function ParticipantVideo({
  ref,
  participant,
  publication,
  enoughFrames,
  ...rest
}: ParticipantVideoProps) {
  const track = useLatest(participant, trackEvents, () => publication.track);
  // A layout effect, so that the video does not wait for the next paint.
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
  // Fewer frames are requested only after `attachVideo` has reported the size of the element: a request before that
  // would make the SFU send the largest layer.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!track || !video || enoughFrames === undefined || !(publication instanceof RemoteTrackPublication))
      return undefined;
    return askForFrames(publication, video, enoughFrames);
  }, [ref, track, publication, enoughFrames]);

  return (
    <video
      ref={ref}
      onResize={({ currentTarget }) => markUpright(currentTarget)}
      autoPlay
      playsInline
      muted
      {...rest}
    />
  );
}
