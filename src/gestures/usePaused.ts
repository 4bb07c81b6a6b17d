import type { Participant } from 'livekit-client';
import { useAttribute } from '../room/useParticipant.ts';
import { pausedAttribute, pausedOf, type Paused } from '../media/own/paused.ts';

/** Which of a participant's devices are interrupted, for example by a phone call. */
export function usePaused(participant: Participant): Paused | undefined {
  return pausedOf({ [pausedAttribute]: useAttribute(participant, pausedAttribute) });
}
