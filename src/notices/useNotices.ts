import type { Notices } from '../meeting/notices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';

/** Tells the guest something in a sentence, and takes it back. */
export function useNotices(): Pick<Notices, 'tell' | 'close'> {
  return useMeeting().notices;
}
