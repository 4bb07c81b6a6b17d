import { RoomEvent, type Participant, type Room } from 'livekit-client';
import { cleanName, nameSkeleton } from '../../common/cleanName.ts';
import { presenceEvents } from './presenceEvents.ts';
import { createListeners } from '../listeners.ts';

/** What a participant is called, the same for everyone who sees them. */
export interface Calling {
  /** Cleaned; empty for a guest without a name. */
  name: string;
  /** 1, or another number where somebody who joined earlier has a name that looks the same. */
  number: number;
}

interface Named {
  identity: string;
  name: string;
  joinedAtMs: number;
}

/** The app's own words for a guest without a name (src/messages), in the form of `nameSkeleton`: such guests have the same name. */
const nameless = new Set(['guest', 'ゲスト'].map(nameSkeleton));

/** All that the app itself writes of such a guest's number, in the same form. For a name it would be imitation. */
const bareNumber = /^\(\d+\)$/;

/** More people than a room holds: those who left keep what they were called for a while. */
const mostKept = 500;

/**
 * Numbers those whose names look the same, in the order in which they joined: "Aiko", "Aiko (2)". Nobody gets a text that somebody else has
 * for a name.
 */
export function callEveryone(people: readonly Named[]): ReadonlyMap<string, Calling> {
  const taken = new Set<string>();
  const called = new Map<string, Calling>();
  // LiveKit counts the time of joining in seconds; a tie is broken the same way for everyone.
  const ordered = people.toSorted(
    (a, b) => a.joinedAtMs - b.joinedAtMs || (a.identity < b.identity ? -1 : 1),
  );
  for (const { identity, name: text } of ordered) {
    const cleaned = cleanName(text);
    const name = bareNumber.test(nameSkeleton(cleaned)) ? '' : cleaned;
    const seen = nameless.has(nameSkeleton(name)) ? '' : name;
    const look = (number: number) => nameSkeleton(callingText({ name: seen, number }, ''));
    let number = 1;
    while (taken.has(look(number))) number += 1;
    taken.add(look(number));
    called.set(identity, { name, number });
  }
  return called;
}

/** @param unnamed the word for a guest without a name, in the reader's language */
export function callingText({ name, number }: Calling, unnamed: string): string {
  const base = name || unnamed;
  return number === 1 ? base : `${base} (${number})`.trim();
}

/**
 * The same for a text from `nameIn`, which may have come from another guest, who reads another language.
 *
 * @param unnamed the word for a guest without a name, in the reader's language
 */
export function shownName(text: string, unnamed: string): string {
  return text === '' || bareNumber.test(text) ? `${unnamed} ${text}`.trim() : text;
}

/** What everybody in a room is called, followed for as long as the room is there. */
export interface RoomNames {
  /** Also of those who have just left. The same object as long as nothing has changed. */
  of: (identity: string) => Calling;
  subscribe: (onChange: () => void) => () => void;
}

const nobody: Calling = { name: '', number: 1 };

const followed = new WeakMap<Room, RoomNames>();

/**
 * When each participant joined for the first time, as this page saw it. A participant whose connection is made anew joins again, and would lose
 * their name to a namesake who came later.
 */
const firstJoinedMs = new Map<string, number>();

/**
 * What a participant is called now, or was before leaving; for chat, announcements and everything else that is not a view (views use `useName`).
 *
 * @returns nothing but the number, or an empty text, for a guest without a name: to be shown by `shownName`
 */
export function nameIn(room: Room, identity: string): string {
  return callingText(namesIn(room).of(identity), '');
}

/** What everybody in this room is called. */
export function namesIn(room: Room): RoomNames {
  let names = followed.get(room);
  if (!names) {
    names = followNames(room);
    followed.set(room, names);
  }
  return names;
}

function followNames(room: Room): RoomNames {
  const called = new Map<string, Calling>();
  const { subscribe, tellAll } = createListeners();

  function refresh(): void {
    const { localParticipant, remoteParticipants } = room;
    const present = [localParticipant, ...remoteParticipants.values()];
    for (const [identity, calling] of callEveryone(present.map(named))) {
      const before = called.get(identity);
      if (before?.name === calling.name && before.number === calling.number) continue;
      called.set(identity, calling);
    }
    forgetOldest(called);
    forgetOldest(firstJoinedMs);
  }

  function onEvent(): void {
    refresh();
    tellAll();
  }

  for (const event of [...presenceEvents, RoomEvent.ParticipantNameChanged]) room.on(event, onEvent);
  return {
    of(identity) {
      if (!called.has(identity)) refresh();
      return called.get(identity) ?? nobody;
    },
    subscribe,
  };
}

function named({ identity, name = '', joinedAt, isLocal }: Participant): Named {
  const joinedMs = firstJoinedMs.get(identity) ?? joinedAt?.getTime() ?? 0;
  // Who one is oneself is not known before the answer to joining.
  if (identity !== '') firstJoinedMs.set(identity, joinedMs);
  return { identity, name, joinedAtMs: isLocal && identity === '' ? Infinity : joinedMs };
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= mostKept) return;
    map.delete(key);
  }
}
