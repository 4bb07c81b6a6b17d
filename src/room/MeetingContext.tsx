import { createContext, useContext } from 'react';
import type { Meeting } from '../meeting/meeting.ts';

export const MeetingContext = createContext<Meeting | undefined>(undefined);

/** The meeting of this page: chat, hands, volumes and all other state that outlives a `Room`. */
export function useMeeting(): Meeting {
  const meeting = useContext(MeetingContext);
  if (!meeting) throw new Error('There is no meeting above this view.');
  return meeting;
}
