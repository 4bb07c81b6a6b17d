import type { Participant } from 'livekit-client';
import { useAttribute } from '../room/useParticipant.ts';
import { pausedAttribute, pausedOf, type Paused } from '../media/own/paused.ts';

/** Returns which of a participant's devices are interrupted, by a phone call for example. */
export function usePaused(participant: Participant): Paused | undefined {
  return pausedOf({ [pausedAttribute]: useAttribute(participant, pausedAttribute) });
}
