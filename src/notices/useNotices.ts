import type { Notices } from '../meeting/notices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';

/** Functions that show and close notices. */
export function useNotices(): Pick<Notices, 'tell' | 'close'> {
  return useMeeting().notices;
}
