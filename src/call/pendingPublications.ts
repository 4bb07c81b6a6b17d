import type { Room } from 'livekit-client';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { createListeners } from '../listeners.ts';

/** Publications of devices that were on in the lobby, until they have succeeded or failed. */
export interface PendingPublications {
  add: (room: Room, kind: DeviceKind, publication: Promise<unknown>) => void;
  /**
   * A promise that resolves when the pending publication of this device has succeeded or failed, and never rejects;
   * `undefined` if none is pending.
   */
  of: (room: Room, kind: DeviceKind) => Promise<void> | undefined;
  /**
   * Calls `onChange` when a publication begins or settles.
   *
   * @returns ends the subscription
   */
  subscribe: (onChange: () => void) => () => void;
}

export function createPendingPublications(): PendingPublications {
  const pending = new WeakMap<Room, Map<DeviceKind, Promise<void>>>();
  const { subscribe, tellAll } = createListeners();
  return {
    subscribe,
    of: (room, kind) => pending.get(room)?.get(kind),
    add(room, kind, publication) {
      const ofRoom = pending.get(room) ?? new Map<DeviceKind, Promise<void>>();
      pending.set(room, ofRoom);
      function end(): void {
        ofRoom.delete(kind);
        tellAll();
      }
      ofRoom.set(kind, publication.then(end, end));
      tellAll();
    },
  };
}
