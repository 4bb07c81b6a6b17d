import { EventEmitter } from 'node:events';
import { RoomEvent, type Room } from 'livekit-client';
import { expect, test } from 'vitest';
import { callEveryone, callingText, nameIn, namesIn, shownName } from './names.ts';

/** People in the order in which they joined. */
function shown(...given: string[]): string[] {
  const people = given.map((name, index) => ({ identity: `id ${index}`, name, joinedAtMs: index }));
  return [...callEveryone(people).values()].map((calling) => callingText(calling, 'Guest'));
}

test('people whose names look the same are numbered in the order in which they joined', () => {
  expect(shown('Aiko', 'Ben', 'Aiko', ' aiko\u200b', 'Аiko')).toEqual([
    'Aiko',
    'Ben',
    'Aiko (2)',
    'aiko (3)',
    'Аiko (4)',
  ]);
});

test('a number never makes somebody look like a person with such a name', () => {
  expect(shown('Aiko', 'Aiko (2)', 'Aiko', 'Aiko (2)')).toEqual([
    'Aiko',
    'Aiko (2)',
    'Aiko (3)',
    'Aiko (2) (2)',
  ]);
});

test('guests without a name are told apart, also from those who are called like our word for them', () => {
  expect(shown('', '\u3164', 'Guest', 'ゲスト')).toEqual(['Guest', 'Guest (2)', 'Guest (3)', 'ゲスト (4)']);
});

test('chat and announcements call guests without a name as the tiles do', () => {
  const people = [
    personOf('nameless-1', '', 1),
    personOf('nameless-2', '\u3164', 2),
    personOf('number', '（2）', 3),
  ];
  const room = roomOf(people);
  const told = people.map(({ identity }) => nameIn(room, identity));
  for (const unnamed of ['Guest', 'ゲスト']) {
    const tiles = people.map(({ identity }) => callingText(namesIn(room).of(identity), unnamed));
    expect(tiles).toEqual([unnamed, `${unnamed} (2)`, `${unnamed} (3)`]);
    expect(told.map((name) => shownName(name, unnamed))).toEqual(tiles);
  }
});

test('who joined in the same second is numbered the same way for everyone', () => {
  const people = ['b', 'a'].map((identity) => ({ identity, name: 'Aiko', joinedAtMs: 5 }));
  expect(callEveryone(people)).toEqual(callEveryone(people.toReversed()));
});

interface Guest {
  identity: string;
  name: string;
  joinedAt: Date;
  isLocal: boolean;
}

/** A room with the members that names are read from. */
function roomOf(people: Guest[]) {
  const emitter = new EventEmitter();
  const localParticipant = { identity: '', name: '', joinedAt: new Date(), isLocal: true };
  const remoteParticipants = new Map(people.map((person) => [person.identity, person]));
  const change = () => emitter.emit(RoomEvent.ConnectionStateChanged);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.assign(emitter, { localParticipant, remoteParticipants, change }) as unknown as Room & {
    remoteParticipants: Map<string, Guest>;
    /** Tells that something about the people has changed. */
    change: () => void;
  };
}

function personOf(identity: string, name: string, joinedSecond: number): Guest {
  return { identity, name, joinedAt: new Date(joinedSecond * 1000), isLocal: false };
}

test('a guest who renames themself in the room is cleaned and numbered again', () => {
  const ben = personOf('names-ben', 'Ben', 2);
  const room = roomOf([personOf('names-aiko', 'Aiko', 1), ben]);
  expect(nameIn(room, 'names-ben')).toBe('Ben');
  ben.name = '\u202eAiko\n(you)';
  room.change();
  expect(nameIn(room, 'names-ben')).toBe('Aiko (2)');
});

test('a participant who is brought back keeps the name that a later namesake would take', () => {
  const aiko = personOf('names-first', 'Aiko', 1);
  const room = roomOf([aiko, personOf('names-second', 'Aiko', 2)]);
  expect(nameIn(room, 'names-second')).toBe('Aiko (2)');
  room.remoteParticipants.delete('names-first');
  room.change();
  room.remoteParticipants.set('names-first', { ...aiko, joinedAt: new Date(9000) });
  room.change();
  expect(nameIn(room, 'names-first')).toBe('Aiko');
  expect(nameIn(room, 'names-second')).toBe('Aiko (2)');
});

test('what somebody was called is known after they left, and a change of nothing is no change', () => {
  const room = roomOf([personOf('names-gone', 'Chie', 1)]);
  const before = namesIn(room).of('names-gone');
  room.remoteParticipants.clear();
  room.change();
  expect(namesIn(room).of('names-gone')).toBe(before);
});
