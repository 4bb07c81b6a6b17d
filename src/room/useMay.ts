import { ParticipantEvent, type Participant } from 'livekit-client';
import { mayPublish, mayWrite, roleOf } from '../call/roles.ts';
import { useRoomContext } from './RoomContext.tsx';
import { useLatest } from './useLatest.ts';

/** LiveKit's events after which a participant's role, and what the participant may do, may have changed. */
const permissionEvents = [ParticipantEvent.ParticipantPermissionsChanged] as const;

/** The role of this participant, which hosts may change. */
export function useRole(participant: Participant) {
  return useLatest(participant, permissionEvents, () => roleOf(participant));
}

/** Whether the guest's role and the room's rules allow the guest to publish this source. */
export function useMayPublish(source: Parameters<typeof mayPublish>[1]): boolean {
  const { localParticipant } = useRoomContext();
  return useLatest(localParticipant, permissionEvents, () => mayPublish(localParticipant, source));
}

/** Whether the room's rules let the guest write, send files and react. */
export function useMayWrite(): boolean {
  const { localParticipant } = useRoomContext();
  return useLatest(localParticipant, permissionEvents, () => mayWrite(localParticipant));
}
