import { createListeners, type Followed } from '../listeners.ts';

/** Something that happened in the room, told to those who do not see it. */
type AnnouncementKind = 'came' | 'left' | 'hand' | 'reaction' | 'message';

interface Announcement {
  kind: AnnouncementKind;
  names: readonly string[];
}

export interface AnnouncementState {
  /** Another number for each telling: the same sentence twice is told twice. */
  number: number;
  told: readonly Announcement[];
}

/** So long what happens is collected; a screen reader that is interrupted at every step tells nothing. */
const collectMs = 1000;

/** What is announced to screen readers, collected for a moment. A plain object. */
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

/** More names than this are a crowd. */
const maxNamed = 3;

/** Those who are named in a sentence, and how many more there are. */
export function nameSome(names: readonly string[]): { named: readonly string[]; more: number } {
  if (names.length <= maxNamed) return { named: names, more: 0 };
  return { named: names.slice(0, maxNamed - 1), more: names.length - maxNamed + 1 };
}
