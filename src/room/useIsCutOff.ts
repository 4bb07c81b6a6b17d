import { useFollowed, useMeeting } from './MeetingContext.tsx';

/** Whether the guest is cut off and the app tries to rejoin: controls that need the room do nothing then, and say so. */
export function useIsCutOff(): boolean {
  return useFollowed(useMeeting().call, ({ status }) => status === 'returning');
}
