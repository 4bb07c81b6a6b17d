import type { Participant, ParticipantEventCallbacks, Room, RoomEvent } from 'livekit-client';
import { useCallback, useState, useSyncExternalStore } from 'react';

/**
 * A value of a participant, whose object LiveKit changes in place. The value is read again at each of `events`, and the
 * component is rendered again only if the value has changed, compared with `Object.is`.
 *
 * @param events a constant array, because React compares it by identity
 */
export function useLatest<Value>(
  participant: Participant,
  events: readonly (keyof ParticipantEventCallbacks)[],
  read: () => Value,
): Value {
  const subscribe = useCallback(
    (onChange: () => void) => {
      for (const event of events) participant.on(event, onChange);
      return () => {
        for (const event of events) participant.off(event, onChange);
      };
    },
    [participant, events],
  );
  return useSyncExternalStore(subscribe, read);
}

/** Like `useLatest`, for a value of a room instead of a participant. */
export function useLatestOfRoom<Value>(room: Room, events: readonly RoomEvent[], read: () => Value): Value {
  const subscribe = useCallback(
    (onChange: () => void) => {
      for (const event of events) room.on(event, onChange);
      return () => {
        for (const event of events) room.off(event, onChange);
      };
    },
    [room, events],
  );
  return useSyncExternalStore(subscribe, read);
}

/** Like `useLatestOfRoom`, for a list. It returns the same array until an item of the list has changed. */
export function useLatestList<Item>(
  room: Room,
  events: readonly RoomEvent[],
  read: () => readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): readonly Item[] {
  const [keep] = useState(() => {
    let kept: readonly Item[] = [];
    return (next: readonly Item[]): readonly Item[] => {
      const isKept =
        next.length === kept.length &&
        next.every((item, index) => {
          const before = kept[index];
          return before !== undefined && isSame(item, before);
        });
      if (!isKept) kept = next;
      return kept;
    };
  });
  return useLatestOfRoom(room, events, () => keep(read()));
}
