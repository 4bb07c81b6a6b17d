import type { Participant, ParticipantEventCallbacks, Room, RoomEvent } from 'livekit-client';
import { useCallback, useState, useSyncExternalStore } from 'react';

/**
 * What LiveKit's objects say now, read again at each of `events`. They change under our feet: a view is drawn
 * anew when the value has changed, and only then, so `read` gives something that `Object.is` can compare.
 *
 * @param events a module constant: it is compared by identity
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

/** The same of a room. */
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

/** The same of a list: as long as its items are the same, so is the list. */
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
