/** A store in the shape that React's `useSyncExternalStore` takes. */
export interface Followed<Value> {
  /** Returns the same object as before if nothing has changed. */
  getState: () => Value;
  /**
   * Calls `onChange` at every change.
   *
   * @returns unsubscribes
   */
  subscribe: (onChange: () => void) => () => void;
}

interface Listeners<Told extends unknown[]> {
  /**
   * Adds a listener.
   *
   * @returns removes the listener
   */
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
