import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * The order of people, by identity. It remembers who has left, so that after a broken connection
 * everyone comes back to their own place.
 */
export type Order = readonly string[];

/** Newcomers come last. */
export function addNewcomers(order: Order, present: readonly string[]): Order {
  const newcomers = present.filter((identity) => !order.includes(identity));
  return newcomers.length === 0 ? order : [...order, ...newcomers];
}

/**
 * Who speaks on a later page changes places with whoever has been silent longest on the first one;
 * nobody else moves. Nothing to change gives the same array.
 *
 * @param lastSpokeMs when somebody spoke last, 0 for never; who speaks now is never sent away
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
      // The later of two who never spoke goes: the first in the room keep their places longest.
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
  /** Everybody but oneself, by identity. */
  present: readonly string[];
  /** How many of them the first page holds; `Infinity` when it holds everyone. */
  onFirstPage: number;
}

/** The order of tiles. A plain object; nobody is told anything unless somebody has to move. */
export interface TileOrder extends Followed<Order> {
  /** What the stage shows: newcomers get the last places. */
  show: (page: FirstPage) => void;
  /** Brings those who speak on a later page to the first one. @returns ends it */
  attach: (room: Room) => () => void;
  /** The guest has left: a later call begins without an order. */
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

/** Oneself comes last, or last on the first page when there are more: one wants to see oneself. */
export function insertSelf<Item>(others: readonly Item[], self: readonly Item[], perPage: number): Item[] {
  const place = Math.min(others.length, Math.max(0, perPage - self.length));
  return [...others.slice(0, place), ...self, ...others.slice(place)];
}
