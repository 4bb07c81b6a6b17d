import type { Room } from 'livekit-client';

/** Whether another participant sends video that is not muted. */
export function isAnybodySeen(room: Room): boolean {
  return [...room.remoteParticipants.values()].some(({ videoTrackPublications }) =>
    [...videoTrackPublications.values()].some(({ isMuted }) => !isMuted),
  );
}
