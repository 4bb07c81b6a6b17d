import { Room } from 'livekit-client';

const endings = new WeakMap<WeakKey, () => void>();

/**
 * Takes the place of the SDK's own registry.
 *
 * Symptom: no room that was left ever went from memory, with everybody who was in it. Cause: each follows `devicechange` from its
 * making on, until the browser has collected it; and the closures that follow and that end it keep it from being collected
 * (livekit-client 2.23, Room.ts). May go when a room ends it as it disconnects.
 */
Room.cleanupRegistry = {
  register(room, end) {
    endings.set(room, end);
  },
  unregister: (room) => endings.delete(room),
  [Symbol.toStringTag]: 'FinalizationRegistry',
};

/** For a room that is over for good: nothing of the page goes on holding it. */
export function letGo(room: Room): void {
  endings.get(room)?.();
  endings.delete(room);
}
