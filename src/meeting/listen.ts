/** LiveKit's rooms, participants and tracks, as far as `listen` uses them. `Events` has a callback for each event. */
interface Emitter<Events> {
  on: <Event extends keyof Events>(event: Event, callback: Events[Event]) => unknown;
  off: <Event extends keyof Events>(event: Event, callback: Events[Event]) => unknown;
}

/**
 * Adds a callback for each of these events.
 *
 * @returns removes the callbacks
 */
export function listen<Events extends object>(
  emitter: Emitter<Events>,
  callbacks: Partial<Events>,
): () => void {
  function each(method: 'on' | 'off'): void {
    for (const event in callbacks) {
      const callback = callbacks[event];
      if (callback) emitter[method](event, callback);
    }
  }
  each('on');
  return () => each('off');
}
