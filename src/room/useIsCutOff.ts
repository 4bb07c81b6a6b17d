import { useMeeting } from './MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';

/**
 * Whether the connection was lost and the app tries to rejoin. Then controls that need the room do nothing, and say
 * why.
 */
export function useIsCutOff(): boolean {
  return useFollowed(useMeeting().call, ({ status }) => status === 'returning');
}
