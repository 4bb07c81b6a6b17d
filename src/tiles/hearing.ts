/** How loud one wants to hear somebody. Volume from 0 to 1; the others notice nothing. */
export interface Hearing {
  volume: number;
  isMuted: boolean;
}

/** How loud everyone is heard, by identity. A plain object; views follow it through `useHearing`. */
export interface Hearings {
  of: (identity: string) => Hearing;
  set: (identity: string, change: Partial<Hearing>) => void;
  /** @param onChange is told whose */
  subscribe: (onChange: (identity: string) => void) => () => void;
}

const asSent: Hearing = { volume: 1, isMuted: false };

export function createHearings(): Hearings {
  const chosen = new Map<string, Hearing>();
  const listeners = new Set<(identity: string) => void>();

  function of(identity: string): Hearing {
    return chosen.get(identity) ?? asSent;
  }

  return {
    of,
    set(identity, change) {
      chosen.set(identity, { ...of(identity), ...change });
      for (const listener of listeners) listener(identity);
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
