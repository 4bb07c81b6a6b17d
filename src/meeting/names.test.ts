import { EventEmitter } from 'node:events';
import { RoomEvent, type Room } from 'livekit-client';
import { expect, test } from 'vitest';
import { numberNames, displayNameText, createNames, shownName, textNow } from './names.ts';

/** The displayed names of participants who joined in this order with these names. */
function shown(...given: string[]): string[] {
  const people = given.map((name, index) => ({ identity: `id ${index}`, name, joinedAtMs: index }));
  return [...numberNames(people).values()].map((name) => displayNameText(name, 'Guest'));
}

test('participants whose names look the same are numbered in order of joining', () => {
  expect(shown('Aiko', 'Ben', 'Aiko', ' aiko\u200b', 'Аiko')).toEqual([
    'Aiko',
    'Ben',
    'Aiko (2)',
    'aiko (3)',
    'Аiko (4)',
  ]);
});

test('a numbered name never equals the name of another participant', () => {
  expect(shown('Aiko', 'Aiko (2)', 'Aiko', 'Aiko (2)')).toEqual([
    'Aiko',
    'Aiko (2)',
    'Aiko (3)',
    'Aiko (2) (2)',
  ]);
});

test('guests without a name are numbered together with guests named “Guest”', () => {
  expect(shown('', '\u3164', 'Guest', 'ゲスト')).toEqual(['Guest', 'Guest (2)', 'Guest (3)', 'ゲスト (4)']);
});

test('guests without a name have the same displayed name in chat, announcements and tiles', () => {
  const people = [
    personOf('nameless-1', '', 1),
    personOf('nameless-2', '\u3164', 2),
    personOf('number', '（2）', 3),
  ];
  const names = createNames();
  const room = roomOf(people);
  const told = people.map(({ identity }) => names.textIn(room, identity));
  // src/start/earlyVideo.ts, which shows video before the room is rendered, reads names with `textNow`, which must show
  // the same.
  expect(people.map(({ identity }) => textNow(room, identity))).toEqual(told);
  for (const unnamed of ['Guest', 'ゲスト']) {
    const tiles = people.map(({ identity }) => displayNameText(names.in(room).of(identity), unnamed));
    expect(tiles).toEqual([unnamed, `${unnamed} (2)`, `${unnamed} (3)`]);
    expect(told.map((name) => shownName(name, unnamed))).toEqual(tiles);
  }
});

test('participants who joined in the same second are numbered the same way for everyone', () => {
  const people = ['b', 'a'].map((identity) => ({ identity, name: 'Aiko', joinedAtMs: 5 }));
  expect(numberNames(people)).toEqual(numberNames(people.toReversed()));
});

interface Guest {
  identity: string;
  name: string;
  joinedAt: Date;
  attributes: object;
  isLocal: boolean;
}

/** A fake room with the members that names.ts uses. */
function roomOf(people: Guest[]) {
  const emitter = new EventEmitter();
  const localParticipant = { identity: '', name: '', joinedAt: new Date(), attributes: {}, isLocal: true };
  const remoteParticipants = new Map(people.map((person) => [person.identity, person]));
  const change = () => emitter.emit(RoomEvent.ConnectionStateChanged);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.assign(emitter, { localParticipant, remoteParticipants, change }) as unknown as Room & {
    remoteParticipants: Map<string, Guest>;
    /** Emits `ConnectionStateChanged`, after which names.ts reads the names of all participants again. */
    change: () => void;
  };
}

function personOf(identity: string, name: string, joinedSecond: number): Guest {
  return { identity, name, joinedAt: new Date(joinedSecond * 1000), attributes: {}, isLocal: false };
}

test('a changed name is cleaned and numbered again', () => {
  const ben = personOf('names-ben', 'Ben', 2);
  const names = createNames();
  const room = roomOf([personOf('names-aiko', 'Aiko', 1), ben]);
  expect(names.textIn(room, 'names-ben')).toBe('Ben');
  ben.name = '\u202eAiko\n(you)';
  room.change();
  expect(names.textIn(room, 'names-ben')).toBe('Aiko (2)');
});

test('a participant who rejoins keeps the number before a namesake who joined later', () => {
  const aiko = personOf('names-first', 'Aiko', 1);
  const names = createNames();
  const room = roomOf([aiko, personOf('names-second', 'Aiko', 2)]);
  expect(names.textIn(room, 'names-second')).toBe('Aiko (2)');
  room.remoteParticipants.delete('names-first');
  room.change();
  room.remoteParticipants.set('names-first', { ...aiko, joinedAt: new Date(9000) });
  room.change();
  expect(names.textIn(room, 'names-first')).toBe('Aiko');
  expect(names.textIn(room, 'names-second')).toBe('Aiko (2)');
});

test('the name of a participant is known after they left, as the same object', () => {
  const names = createNames();
  const room = roomOf([personOf('names-gone', 'Chie', 1)]);
  const before = names.in(room).of('names-gone');
  room.remoteParticipants.clear();
  room.change();
  expect(names.in(room).of('names-gone')).toBe(before);
});

test('the names of those who left are forgotten, the oldest first, once there are very many', () => {
  const names = createNames();
  const room = roomOf([personOf('names-oldest', 'Aiko', 0)]);
  expect(names.textIn(room, 'names-oldest')).toBe('Aiko');
  room.remoteParticipants.clear();
  for (let second = 1; second < 1000; second += 1) {
    room.remoteParticipants.clear();
    room.remoteParticipants.set(`names-${second}`, personOf(`names-${second}`, 'Ben', second));
    room.change();
  }
  expect(names.textIn(room, 'names-oldest')).toBe('');
  expect(names.textIn(room, 'names-998')).toBe('Ben');
});
