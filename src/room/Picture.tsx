import type { Participant, TrackPublication } from 'livekit-client';
import { useLayoutEffect, useState, type ComponentProps, type RefObject, type SyntheticEvent } from 'react';
import { attachPicture } from './attachPicture.ts';
import { useLatest } from './useLatest.ts';
import { trackEvents } from './useParticipant.ts';

interface PictureProps extends ComponentProps<'video'> {
  ref: RefObject<HTMLVideoElement | null>;
  participant: Participant;
  publication: TrackPublication;
}

/** Somebody's picture, once it is there. `data-upright` is set where it is taller than wide. */
export function Picture({ ref, participant, publication, ...rest }: PictureProps) {
  const track = useLatest(participant, trackEvents, () => publication.track);
  const [isUpright, setUpright] = useState(false);
  // Not after the next paint: as long as the room is on its way the first picture is what everything waits for.
  useLayoutEffect(() => {
    const video = ref.current;
    if (!track || !video) return undefined;
    attachPicture(track, video);
    return () => {
      track.detach(video);
    };
  }, [ref, track]);

  function followShape({ currentTarget }: SyntheticEvent<HTMLVideoElement>): void {
    setUpright(currentTarget.videoHeight > currentTarget.videoWidth);
  }

  return (
    <video ref={ref} data-upright={isUpright} onResize={followShape} autoPlay playsInline muted {...rest} />
  );
}
