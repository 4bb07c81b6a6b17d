import { RoomEvent, type Room, type RoomEventCallbacks } from 'livekit-client';
import { othersReturnMs } from '../call/returnPolicy.ts';
import { listen } from './listen.ts';
import type { Names } from './names.ts';

/** Names of the other participants, by identity. */
type People = ReadonlyMap<string, string>;

interface ArrivalsAndDepartures {
  came: readonly string[];
  left: readonly string[];
}

interface ArrivalsWatch {
  /** Called when a participant has joined or left the room. */
  note: () => void;
  /** Called when the client reconnects, because then all participants seem to leave and come back. */
  pause: () => void;
  resume: () => void;
  /**
   * Stops watching.
   *
   * @returns the participants as last reported, for the next room
   */
  stop: () => People;
}

/** For this long after the first change, further joins and leaves are collected. */
const collectMs = 1500;

/**
 * Reports joined and left participants. Changes that follow each other closely are reported together. A participant who
 * joins and leaves within that time, or only seems to leave while the client reconnects, is not reported.
 *
 * @param look returns the current participants
 * @param before the participants as last reported
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

/** Reports who joins and leaves, also when a call moves to a new room of LiveKit's client. */
export interface Arrivals {
  /**
   * Watches this room. If the call had a room before, only participants who are really new or gone are reported.
   *
   * @returns stops watching
   */
  attach: (room: Room) => () => void;
  /** Called when the guest has left: the participants whom a later call finds there are not reported as new. */
  end: () => void;
}

export function createArrivals(names: Names, onArrivals: (changes: ArrivalsAndDepartures) => void): Arrivals {
  /** The participants of the last room, for a guest who rejoins after losing the connection. */
  let before: People | undefined;
  return {
    attach(room) {
      const watch = watchArrivals(
        () =>
          new Map(
            [...room.remoteParticipants.keys()].map((identity) => [identity, names.textIn(room, identity)]),
          ),
        onArrivals,
        before,
      );
      if (before) watch.resume();
      const stop = listen<RoomEventCallbacks>(room, {
        [RoomEvent.ParticipantConnected]: watch.note,
        [RoomEvent.ParticipantDisconnected]: watch.note,
        [RoomEvent.Reconnecting]: watch.pause,
        [RoomEvent.SignalReconnecting]: watch.pause,
        [RoomEvent.Disconnected]: watch.pause,
        [RoomEvent.Reconnected]: watch.resume,
      });
      return () => {
        before = watch.stop();
        stop();
      };
    },
    end: () => (before = undefined),
  };
}

function missingFrom(people: People, others: People): string[] {
  return [...others].filter(([identity]) => !people.has(identity)).map(([, name]) => name);
}
