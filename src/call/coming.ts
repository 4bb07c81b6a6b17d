import type { Room } from 'livekit-client';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { createListeners } from '../listeners.ts';

const arrivals = new WeakMap<Room, Map<DeviceKind, Promise<void>>>();
const { subscribe: subscribeArrivals, tellAll } = createListeners();
export { subscribeArrivals };

/** @param arrival of a device that was on in the lobby, in the room: LiveKit takes a moment for it, and may fail */
export function noteComing(room: Room, kind: DeviceKind, arrival: Promise<unknown>): void {
  const ofRoom = arrivals.get(room) ?? new Map<DeviceKind, Promise<void>>();
  arrivals.set(room, ofRoom);
  function end(): void {
    ofRoom.delete(kind);
    tellAll();
  }
  ofRoom.set(kind, arrival.then(end, end));
  tellAll();
}

/** When a device is there that is on its way to the others, or will not come. Never rejects. */
export function arrivalOf(room: Room, kind: DeviceKind): Promise<void> | undefined {
  return arrivals.get(room)?.get(kind);
}
