import { Room } from 'livekit-client';

const endings = new WeakMap<WeakKey, () => void>();

/**
 * Keeps what ends each room's listening, for `disposeRoom`. To be called before the first room is made.
 *
 * Symptom: no room that was left goes from memory, nor anybody who was in it.
 * Cause: each room listens for `devicechange` from its making on, until the browser has collected it. The listener shares its scope with the room,
 * so the browser never collects it.
 * Source: livekit-client 2.23.0, src/room/Room.ts `cleanupRegistry`.
 * Remove when: a room stops listening as it disconnects.
 */
export function keepRoomEndings(): void {
  Room.cleanupRegistry = {
    register(room, end) {
      endings.set(room, end);
    },
    unregister: (room) => endings.delete(room),
    [Symbol.toStringTag]: 'FinalizationRegistry',
  };
}

/** For a room that is over for good: the page holds it no longer. */
export function disposeRoom(room: Room): void {
  endings.get(room)?.();
  endings.delete(room);
}
