import { Room } from 'livekit-client';

/**
 * Lets `disposeRoom` remove a room's device listener. Must be called before the first room is made.
 *
 * Symptom: rooms, and their participants, stay in memory after the guest has left them.
 * Cause: the constructor of a room adds a `devicechange` listener, which is removed once the room has been
 * garbage-collected. The listener holds the room, so the room is never collected.
 * Source: livekit-client 2.23.0, src/room/Room.ts `cleanupRegistry`.
 * Remove when: a room stops listening as it disconnects.
 */
export function keepRoomEndings(): void {
  const endings = new WeakMap<WeakKey, () => void>();
  Room.cleanupRegistry = {
    register(room, end) {
      endings.set(room, end);
    },
    // Only the app calls `unregister`, in its function `disposeRoom`; livekit-client never does.
    unregister(room) {
      endings.get(room)?.();
      return endings.delete(room);
    },
    [Symbol.toStringTag]: 'FinalizationRegistry',
  };
}

/** Removes the device listener of a room that will not be used again, so that the room can be garbage-collected. */
export function disposeRoom(room: Room): void {
  if (Room.cleanupRegistry) Room.cleanupRegistry.unregister(room);
}
