import { createListeners, type Followed } from '../listeners.ts';

/** A guest in the waiting room, as the token handler lists them. */
export interface WaitingPerson {
  identity: string;
  name: string;
  sinceMs: number;
}

interface WaitingState {
  /** The waiting guests; the one who has waited for longest comes first. */
  people: readonly WaitingPerson[];
  /**
   * Number of times that this host has begun or finished to admit or refuse guests. A list of waiting guests that was
   * requested before the last of these changes is out of date.
   */
  decisions: number;
}

/** The guests in the waiting room. Only the pages of hosts request the list (src/people/watchWaiting.ts). */
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
