import { createListeners, type Followed } from '../listeners.ts';

export type AnnouncementKind = 'came' | 'left' | 'hand' | 'reaction' | 'message' | 'file';

interface Announcement {
  kind: AnnouncementKind;
  names: readonly string[];
}

export interface AnnouncementState {
  /** Changes with each announcement, so that a repeated sentence is announced again. */
  number: number;
  told: readonly Announcement[];
}

/** Events are collected for this time, because each announcement of a screen reader interrupts the one before. */
const collectMs = 1000;

/** Announcements for screen readers of events in the room. */
export interface Announcements extends Followed<AnnouncementState> {
  add: (kind: AnnouncementKind, names: readonly string[]) => void;
}

export function createAnnouncements(): Announcements {
  let state: AnnouncementState = { number: 0, told: [] };
  let collected = new Map<AnnouncementKind, Set<string>>();
  const { subscribe, tellAll } = createListeners();

  function tell(): void {
    const told = [...collected].map(([kind, names]) => ({ kind, names: [...names] }));
    collected = new Map();
    state = { number: state.number + 1, told };
    tellAll();
  }

  return {
    getState: () => state,
    subscribe,
    add(kind, names) {
      if (names.length === 0) return;
      if (collected.size === 0) setTimeout(tell, collectMs);
      collected.set(kind, new Set([...(collected.get(kind) ?? []), ...names]));
    },
  };
}

/** Most names in a sentence. */
const maxNamed = 3;

/** Splits names into those for a sentence and the number of the others. */
export function nameSome(names: readonly string[]): { named: readonly string[]; more: number } {
  if (names.length <= maxNamed) return { named: names, more: 0 };
  return { named: names.slice(0, maxNamed - 1), more: names.length - maxNamed + 1 };
}
