/** A value that changes, and a way to hear of it, as React's `useSyncExternalStore` takes both. */
export interface Followed<Value> {
  /** The same value as long as nothing has changed. */
  getState: () => Value;
  /** @returns ends it */
  subscribe: (onChange: () => void) => () => void;
}

/** Those who want to hear of something. */
interface Listeners<Told extends unknown[]> {
  /** @returns ends it */
  subscribe: (listener: (...told: Told) => void) => () => void;
  tellAll: (...told: Told) => void;
}

export function createListeners<Told extends unknown[] = []>(): Listeners<Told> {
  const listeners = new Set<(...told: Told) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tellAll(...told) {
      for (const listener of listeners) listener(...told);
    },
  };
}
