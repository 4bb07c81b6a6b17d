import type { Room } from 'livekit-client';

/** Whether LiveKit has answered the join of a room that is connected once: its answer contains the guest's id. */
export function isAnswered({ localParticipant }: Room): boolean {
  return localParticipant.sid !== '';
}
