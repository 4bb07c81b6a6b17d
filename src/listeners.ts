/** A store in the shape that React's `useSyncExternalStore` takes. */
export interface Followed<Value> {
  /** Returns the same value until it changes. */
  getState: () => Value;
  /** @returns unsubscribes */
  subscribe: (onChange: () => void) => () => void;
}

interface Listeners<Told extends unknown[]> {
  /** @returns unsubscribes */
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
