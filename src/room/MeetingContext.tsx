import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Followed } from '../listeners.ts';
import type { Meeting } from '../meeting/meeting.ts';

export const MeetingContext = createContext<Meeting | undefined>(undefined);

/** The meeting of this page: chat, hands, volumes and all other state that outlives a `Room`. */
export function useMeeting(): Meeting {
  const meeting = useContext(MeetingContext);
  if (!meeting) throw new Error('There is no meeting above this view.');
  return meeting;
}

/**
 * The state of a store, or the result of `read` for that state. The component is rendered again only if this value has
 * changed, compared with `Object.is`.
 */
export function useFollowed<State>(store: Followed<State>): State;
export function useFollowed<State, Value>(store: Followed<State>, read: (state: State) => Value): Value;
export function useFollowed<State>(
  { subscribe, getState }: Followed<State>,
  read: (state: State) => unknown = (state) => state,
): unknown {
  return useSyncExternalStore(subscribe, () => read(getState()));
}
