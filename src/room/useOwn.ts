import type { LocalTrackPublication, Track } from 'livekit-client';
import { useRoomContext } from './RoomContext.tsx';
import { useLatest } from './useLatest.ts';
import { trackEvents } from './useParticipant.ts';

/** Whether the others receive the guest's track from this source. */
export function useIsOwnOn(source: Track.Source): boolean {
  const { localParticipant } = useRoomContext();
  return useLatest(localParticipant, trackEvents, () => {
    const publication = localParticipant.getTrackPublication(source);
    return publication !== undefined && !publication.isMuted;
  });
}

/** The guest's own track of a source, also while it is muted. */
export function useOwnTrack(source: Track.Source): LocalTrackPublication['track'] {
  const { localParticipant } = useRoomContext();
  return useLatest(localParticipant, trackEvents, () => localParticipant.getTrackPublication(source)?.track);
}
