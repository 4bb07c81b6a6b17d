import { createListeners, type Followed } from '../listeners.ts';

/** A guest in the waiting room, as the token handler lists them. */
export interface WaitingPerson {
  identity: string;
  name: string;
  sinceMs: number;
}

interface WaitingState {
  /** Who has waited longest comes first. */
  people: readonly WaitingPerson[];
  /** Counts what this host has begun and ended to decide. A list that was asked for before is out of date. */
  decisions: number;
}

/** The guests in the waiting room. Only hosts' pages ask for them (src/people/WaitingGuests.tsx). */
export interface Waiting extends Followed<WaitingState> {
  set: (state: WaitingState) => void;
}

export function createWaiting(): Waiting {
  let state: WaitingState = { people: [], decisions: 0 };
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => state,
    subscribe,
    set(next) {
      state = next;
      tellAll();
    },
  };
}
