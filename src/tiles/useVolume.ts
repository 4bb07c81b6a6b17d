import { useSyncExternalStore } from 'react';
import type { ParticipantVolume } from '../meeting/volumes.ts';
import { useMeeting } from '../room/MeetingContext.tsx';

/** How loud the guest wants to hear a participant. */
export function useVolume(identity: string): ParticipantVolume {
  const { of, subscribe } = useMeeting().volumes;
  return useSyncExternalStore(subscribe, () => of(identity));
}
