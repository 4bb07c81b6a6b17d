import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { arrivedAtMs } from './arrivedAtMs.ts';
import { cleanName, nameSkeleton } from '../../common/cleanName.ts';
import { presenceEvents } from './presenceEvents.ts';
import { createListeners } from '../listeners.ts';

/** The displayed name of a participant. Everybody in the room sees the same one. */
export interface DisplayName {
  /** The name without unsafe characters; empty for a guest without a name. */
  name: string;
  /** 1, or a higher number if participants who joined earlier have a name that looks the same. */
  number: number;
}

interface Named {
  identity: string;
  name: string;
  joinedAtMs: number;
}

/**
 * The app's words for a guest without a name (src/messages), in the form that `nameSkeleton` returns. A guest who calls
 * themselves so counts as a guest without a name.
 */
const nameless = new Set(['guest', 'ゲスト'].map(nameSkeleton));

/**
 * Matches the number that the app adds to names, in the form that `nameSkeleton` returns. A guest with such a name
 * would look like a numbered guest without a name, so the name is removed.
 */
const bareNumber = /^\(\d+\)$/;

/**
 * Number of names that are kept. It is higher than the number of participants, so that the names of people who left are
 * known for a while.
 */
const mostKept = 500;

/**
 * Numbers participants whose names look the same, in order of joining: "Aiko", "Aiko (2)". No numbered name equals
 * the name of another participant.
 */
export function numberNames(people: readonly Named[]): ReadonlyMap<string, DisplayName> {
  const taken = new Set<string>();
  const displayNames = new Map<string, DisplayName>();
  // LiveKit's time of joining has a resolution of one second. Participants with the same time are sorted by identity,
  // so that every guest sees the same order.
  const ordered = people.toSorted(
    (a, b) => a.joinedAtMs - b.joinedAtMs || (a.identity < b.identity ? -1 : 1),
  );
  for (const { identity, name: text } of ordered) {
    const cleaned = cleanName(text);
    const name = bareNumber.test(nameSkeleton(cleaned)) ? '' : cleaned;
    const seen = nameless.has(nameSkeleton(name)) ? '' : name;
    const look = (number: number) => nameSkeleton(displayNameText({ name: seen, number }, ''));
    let number = 1;
    while (taken.has(look(number))) number += 1;
    taken.add(look(number));
    displayNames.set(identity, { name, number });
  }
  return displayNames;
}

/**
 * The text that views show for a name.
 *
 * @param unnamed the word for a guest without a name, in the reader's language
 */
export function displayNameText({ name, number }: DisplayName, unnamed: string): string {
  const base = name || unnamed;
  return number === 1 ? base : `${base} (${number})`.trim();
}

/**
 * The text that views show for a result of `textIn`, which may come from the chat history of a guest with another
 * language.
 *
 * @param unnamed the word for a guest without a name, in the reader's language
 */
export function shownName(text: string, unnamed: string): string {
  return text === '' || bareNumber.test(text) ? `${unnamed} ${text}`.trim() : text;
}

/** The displayed names of all participants in one LiveKit room. */
interface RoomNames {
  /**
   * Returns the displayed name of a participant, also of one who has left. The same object is returned until the name
   * changes.
   */
  of: (identity: string) => DisplayName;
  /** The displayed name of a participant whose identity begins so, also of one who has left. */
  ofBeginning: (start: string) => DisplayName | undefined;
  subscribe: (onChange: () => void) => () => void;
}

const nobody: DisplayName = { name: '', number: 1 };

/** The displayed names of participants. The numbers of names stay the same when a call gets a new LiveKit room. */
export interface Names {
  /** The displayed names in this LiveKit room. */
  in: (room: Room) => RoomNames;
  /**
   * The name of a participant, also after they left, for code outside React (views use `useName`).
   *
   * @returns for a guest without a name only the number, or an empty string. `shownName` converts the result to the
   *   text that views show
   */
  textIn: (room: Room, identity: string) => string;
}

export function createNames(): Names {
  const followed = new WeakMap<Room, RoomNames>();
  /**
   * When this page first saw each participant. LiveKit's `joinedAt` is new for a participant who rejoins, who would
   * then be numbered after a namesake who joined later.
   */
  const firstJoinedMs = new Map<string, number>();

  function namesIn(room: Room): RoomNames {
    let names = followed.get(room);
    if (!names) {
      names = followNames(room, firstJoinedMs);
      followed.set(room, names);
    }
    return names;
  }

  return {
    in: namesIn,
    textIn: (room, identity) => displayNameText(namesIn(room).of(identity), ''),
  };
}

/**
 * The name of a participant at this moment, without subscribing to changes in the room.
 *
 * @returns the same as `Names.textIn`
 */
export function textNow(room: Room, identity: string): string {
  return displayNameText(displayNamesIn(room, new Map()).get(identity) ?? nobody, '');
}

/**
 * Computes the displayed names of all participants in a room.
 *
 * @param firstJoinedMs when the page first saw each participant, by identity; new participants are added
 */
function displayNamesIn(
  { localParticipant, remoteParticipants }: Room,
  firstJoinedMs: Map<string, number>,
): ReadonlyMap<string, DisplayName> {
  const present = [localParticipant, ...remoteParticipants.values()];
  return numberNames(present.map((participant) => named(participant, firstJoinedMs)));
}

function followNames(room: Room, firstJoinedMs: Map<string, number>): RoomNames {
  const displayNames = new Map<string, DisplayName>();
  const { subscribe, tellAll } = createListeners();

  function refresh(): void {
    for (const [identity, next] of displayNamesIn(room, firstJoinedMs)) {
      const before = displayNames.get(identity);
      if (before?.name === next.name && before.number === next.number) continue;
      displayNames.set(identity, next);
    }
    forgetOldest(displayNames);
    forgetOldest(firstJoinedMs);
  }

  function onEvent(): void {
    refresh();
    tellAll();
  }

  for (const event of [...presenceEvents, RoomEvent.ParticipantNameChanged]) room.on(event, onEvent);
  return {
    of(identity) {
      if (!displayNames.has(identity)) refresh();
      return displayNames.get(identity) ?? nobody;
    },
    ofBeginning: (start) => [...displayNames].find(([identity]) => identity.startsWith(start))?.[1],
    subscribe,
  };
}

function named(participant: Participant, firstJoinedMs: Map<string, number>): Named {
  const { identity, name = '', isLocal, permissions } = participant;
  // The guest's own identity is empty until LiveKit has answered the join, and a guest who is connected in the lobby is
  // hidden. Nothing is stored before they have joined.
  if (isLocal && (identity === '' || permissions?.hidden)) return { identity, name, joinedAtMs: Infinity };
  const joinedAtMs = firstJoinedMs.get(identity) ?? arrivedAtMs(participant);
  firstJoinedMs.set(identity, joinedAtMs);
  return { identity, name, joinedAtMs };
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= mostKept) return;
    map.delete(key);
  }
}
