/** How loud one wants to hear somebody. Volume from 0 to 1; the others notice nothing. */
export interface Hearing {
  volume: number;
  isMuted: boolean;
}

/** How loud everyone is heard, by identity. A plain object; views follow it through `useHearing`. */
export interface Hearings {
  of: (identity: string) => Hearing;
  set: (identity: string, change: Partial<Hearing>) => void;
  subscribe: (onChange: () => void) => () => void;
}

const asSent: Hearing = { volume: 1, isMuted: false };

/** @param apply makes it heard */
export function createHearings(apply: (identity: string, hearing: Hearing) => void): Hearings {
  const chosen = new Map<string, Hearing>();
  const listeners = new Set<() => void>();

  function of(identity: string): Hearing {
    return chosen.get(identity) ?? asSent;
  }

  return {
    of,
    set(identity, change) {
      const hearing = { ...of(identity), ...change };
      chosen.set(identity, hearing);
      apply(identity, hearing);
      for (const listener of listeners) listener();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
