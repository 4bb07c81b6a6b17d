import { useParticipantAttributes } from '@livekit/components-react/hooks';
import type { Participant } from 'livekit-client';
import { pausedOf, type Paused } from './paused.ts';

/** What of a participant is interrupted now, by a phone call for example. */
export function usePaused(participant: Participant): Paused | undefined {
  return pausedOf(useParticipantAttributes({ participant }).attributes ?? {});
}
