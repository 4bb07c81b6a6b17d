import type { Room } from 'livekit-client';
import { createContext, useContext, useLayoutEffect, useSyncExternalStore } from 'react';
import { createHearings, type Hearing, type Hearings } from '../meeting/volumes.ts';

/** One for the page: the choices outlive a room that is made anew, and a guest who leaves and comes back. */
const HearingsContext = createContext(createHearings());

/** For the page of the room: everybody is heard as loud as was chosen. */
export function useHearingsIn(room: Room): void {
  const { attach } = useContext(HearingsContext);
  // Before the effect that lets the tracks of the new room be heard.
  useLayoutEffect(() => attach(room), [attach, room]);
}

/** How loud somebody is heard, and the way to change it. */
export function useHearing(identity: string): Hearing & Pick<Hearings, 'set'> {
  const { of, set, subscribe } = useContext(HearingsContext);
  return { ...useSyncExternalStore(subscribe, () => of(identity)), set };
}
