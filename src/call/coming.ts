import type { Room } from 'livekit-client';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { createListeners } from '../listeners.ts';

const arrivals = new WeakMap<Room, Map<DeviceKind, Promise<void>>>();
const { subscribe: subscribeArrivals, tellAll } = createListeners();
export { subscribeArrivals };

/** @param arrival promise of the pending publication of a device that was on in the lobby; it may reject */
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

/** Resolves when the pending publication of a device has succeeded or failed; `undefined` if none is pending. Never rejects. */
export function arrivalOf(room: Room, kind: DeviceKind): Promise<void> | undefined {
  return arrivals.get(room)?.get(kind);
}
