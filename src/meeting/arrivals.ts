import { RoomEvent, type Room } from 'livekit-client';
import { othersReturnMs } from '../call/returnPolicy.ts';
import { nameIn } from './names.ts';

/** Who is in the room, besides oneself: names by identity. */
type People = ReadonlyMap<string, string>;

interface ArrivalsAndDepartures {
  came: readonly string[];
  left: readonly string[];
}

interface ArrivalsWatch {
  /** Somebody came or left. */
  note: () => void;
  /** The connection is being made anew: everyone seems to leave and come back. */
  pause: () => void;
  resume: () => void;
  /** @returns who was there as far as was told, for the room that comes after this one */
  stop: () => People;
}

/** So long after the first change the others that come with it are waited for. */
const collectMs = 1500;

/**
 * Collects who came and who left, so that ten joins are told once, and who came and went within
 * a moment, or through a reconnect, is not told at all.
 *
 * @param before who was there as far as was told
 */
export function watchArrivals(
  look: () => People,
  onArrivals: (changes: ArrivalsAndDepartures) => void,
  before: People = look(),
): ArrivalsWatch {
  let told = before;
  let isPaused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function compare(): void {
    timer = undefined;
    const now = look();
    const came = missingFrom(told, now);
    const left = missingFrom(now, told);
    told = now;
    if (came.length > 0 || left.length > 0) onArrivals({ came, left });
  }

  function cancel(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    note() {
      if (!isPaused) timer ??= setTimeout(compare, collectMs);
    },
    pause() {
      isPaused = true;
      cancel();
    },
    resume() {
      isPaused = false;
      cancel();
      timer = setTimeout(compare, othersReturnMs);
    },
    stop() {
      cancel();
      return told;
    },
  };
}

/** Who comes and who leaves, through all rooms of a call. */
export interface Arrivals {
  /** Follows this room; after another one, only those who are really new or gone are told. @returns ends it */
  attach: (room: Room) => () => void;
  /** The guest has left: everybody in a later call has been there before. */
  end: () => void;
}

export function createArrivals(onArrivals: (changes: ArrivalsAndDepartures) => void): Arrivals {
  /** Who was in the room before this one: it is the same room, joined anew after the connection was lost. */
  let before: People | undefined;
  return {
    attach(room) {
      const watch = watchArrivals(
        () =>
          new Map([...room.remoteParticipants.keys()].map((identity) => [identity, nameIn(room, identity)])),
        onArrivals,
        before,
      );
      if (before) watch.resume();
      room
        .on(RoomEvent.ParticipantConnected, watch.note)
        .on(RoomEvent.ParticipantDisconnected, watch.note)
        .on(RoomEvent.Reconnecting, watch.pause)
        .on(RoomEvent.SignalReconnecting, watch.pause)
        .on(RoomEvent.Disconnected, watch.pause)
        .on(RoomEvent.Reconnected, watch.resume);
      return () => {
        before = watch.stop();
        room
          .off(RoomEvent.ParticipantConnected, watch.note)
          .off(RoomEvent.ParticipantDisconnected, watch.note)
          .off(RoomEvent.Reconnecting, watch.pause)
          .off(RoomEvent.SignalReconnecting, watch.pause)
          .off(RoomEvent.Disconnected, watch.pause)
          .off(RoomEvent.Reconnected, watch.resume);
      };
    },
    end: () => (before = undefined),
  };
}

function missingFrom(people: People, others: People): string[] {
  return [...others].filter(([identity]) => !people.has(identity)).map(([, name]) => name);
}
