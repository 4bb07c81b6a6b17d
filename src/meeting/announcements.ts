import { createListeners, type Followed } from '../listeners.ts';

export type AnnouncementKind = 'came' | 'left' | 'hand' | 'reaction' | 'message' | 'file';

interface Announcement {
  kind: AnnouncementKind;
  names: readonly string[];
}

export interface AnnouncementState {
  /** Number of the announcement. The number makes screen readers also announce a sentence that repeats the last one. */
  number: number;
  told: readonly Announcement[];
}

/**
 * For this long, events are collected into one announcement, because each announcement interrupts what the screen
 * reader is saying.
 */
const collectMs = 1000;

/** Tells screen readers what happens in the room. */
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

/** Highest number of names in one announced sentence. */
const maxNamed = 3;

/** Splits names into those that a sentence lists and the number of all others. */
export function nameSome(names: readonly string[]): { named: readonly string[]; more: number } {
  if (names.length <= maxNamed) return { named: names, more: 0 };
  return { named: names.slice(0, maxNamed - 1), more: names.length - maxNamed + 1 };
}
