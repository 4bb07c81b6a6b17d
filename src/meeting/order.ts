import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * The order of participants, by identity. It includes those who have left, so that after a reconnect everyone has the same place.
 */
export type Order = readonly string[];

/** Appends newcomers. Returns the same array if there are none. */
export function addNewcomers(order: Order, present: readonly string[]): Order {
  const newcomers = present.filter((identity) => !order.includes(identity));
  return newcomers.length === 0 ? order : [...order, ...newcomers];
}

/**
 * Swaps speakers on later pages with the longest silent participants on the first page. Returns the same array if nothing changes.
 *
 * @param lastSpokeMs returns the time at which a participant last spoke, 0 for never. Current speakers are never swapped out
 */
export function bringForward(
  order: Order,
  speaking: readonly string[],
  { present, onFirstPage, lastSpokeMs }: FirstPage & { lastSpokeMs: (identity: string) => number },
): Order {
  const next = [...order];
  for (const speaker of speaking) {
    const visible = next.filter((identity) => present.includes(identity));
    if (visible.indexOf(speaker) < onFirstPage) continue;
    const [silent] = visible
      .slice(0, onFirstPage)
      .filter((identity) => !speaking.includes(identity))
      // Among participants who never spoke, the last one is swapped out.
      .toReversed()
      .toSorted((a, b) => lastSpokeMs(a) - lastSpokeMs(b));
    if (silent === undefined) break;
    const place = next.indexOf(silent);
    next[next.indexOf(speaker)] = silent;
    next[place] = speaker;
  }
  return next.every((identity, index) => identity === order[index]) ? order : next;
}

interface FirstPage {
  /** Identities of the remote participants. */
  present: readonly string[];
  /** Number of remote participants on the first page; `Infinity` if there is one page. */
  onFirstPage: number;
}

/** The order of tiles. Listeners are called only if it changes. */
export interface TileOrder extends Followed<Order> {
  /** Called with the contents of the stage. Newcomers come last. */
  show: (page: FirstPage) => void;
  /** Moves speakers from later pages to the first one. @returns detaches */
  attach: (room: Room) => () => void;
  /** Called when the guest has left: a later call starts without an order. */
  end: () => void;
}

export function createTileOrder(): TileOrder {
  let order: Order = [];
  let page: FirstPage = { present: [], onFirstPage: Infinity };
  const { subscribe, tellAll } = createListeners();

  function set(next: Order): void {
    if (next === order) return;
    order = next;
    tellAll();
  }

  return {
    getState: () => order,
    subscribe,
    show(next) {
      page = next;
      set(addNewcomers(order, page.present));
    },
    attach(room) {
      function follow(speakers: readonly Participant[]): void {
        if (page.onFirstPage === Infinity) return;
        const speaking = speakers.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity);
        const lastSpokeMs = (identity: string) =>
          room.remoteParticipants.get(identity)?.lastSpokeAt?.getTime() ?? 0;
        set(bringForward(order, speaking, { ...page, lastSpokeMs }));
      }
      room.on(RoomEvent.ActiveSpeakersChanged, follow);
      return () => {
        room.off(RoomEvent.ActiveSpeakersChanged, follow);
      };
    },
    end: () => set([]),
  };
}

/** Inserts the guest's own tile at the end of the first page, so that guests see themselves. */
export function insertSelf<Item>(others: readonly Item[], self: readonly Item[], perPage: number): Item[] {
  const place = Math.min(others.length, Math.max(0, perPage - self.length));
  return [...others.slice(0, place), ...self, ...others.slice(place)];
}
