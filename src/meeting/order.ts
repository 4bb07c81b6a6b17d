import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * The order in which the participants' tiles are shown, by identity. It keeps participants who have left, so that each
 * has the same position after a reconnect.
 */
export type Order = readonly string[];

/** Appends participants who are not in the order yet. Returns the same array if there are none. */
export function addNewcomers(order: Order, present: readonly string[]): Order {
  const newcomers = present.filter((identity) => !order.includes(identity));
  return newcomers.length === 0 ? order : [...order, ...newcomers];
}

/**
 * Moves people who speak from later pages of tiles to the first page, in exchange for those who have been silent for
 * longest. Returns the same array if nothing changes.
 *
 * @param lastSpokeMs returns the time at which a participant last spoke, 0 for never. People who are speaking are never
 *   moved away
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
      // Among participants who never spoke, the last one leaves the first page first.
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
  /** Identities of the other participants who are in the room. */
  present: readonly string[];
  /** Number of other participants whose tiles are on the first page; `Infinity` if there is only one page. */
  onFirstPage: number;
}

/** The order of tiles. Subscribers are called only when the order changes. */
export interface TileOrder extends Followed<Order> {
  /** Called by the stage with the participants that it shows. Newcomers are added at the end of the order. */
  show: (page: FirstPage) => void;
  /**
   * Moves people who speak in this room from later pages of tiles to the first page.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
  /** Called when the guest has left the call: a later call begins with an empty order. */
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

/** Inserts the guest's own tile at the end of the first page of tiles, so that guests see themselves. */
export function insertSelf<Item>(others: readonly Item[], self: readonly Item[], perPage: number): Item[] {
  const place = Math.min(others.length, Math.max(0, perPage - self.length));
  return [...others.slice(0, place), ...self, ...others.slice(place)];
}
