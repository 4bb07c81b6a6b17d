import type { Notices } from '../meeting/notices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';

/** The functions that show and close notices in this room. */
export function useNotices(): Pick<Notices, 'tell' | 'close'> {
  return useMeeting().notices;
}
