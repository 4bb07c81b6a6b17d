import { expect, test } from 'vitest';
import { nameWaiting, readWaiting } from './waitingPeople.ts';

test('guests who wait are told apart from people in the room and from each other, and have only cleaned names', () => {
  const waiting = [
    { identity: 'a', name: 'Aiko', sinceMs: 2000 },
    { identity: 'b', name: ' \u202eBen\n', sinceMs: 3000 },
    { identity: 'c', name: 'AIKO', sinceMs: 4000 },
    { identity: 'd', name: '', sinceMs: 5000 },
  ];
  const named = nameWaiting([{ identity: 'host', name: 'Aiko' }, { identity: 'x' }], waiting, 'Guest');
  expect(named.map(({ name }) => name)).toEqual(['Aiko (2)', 'Ben', 'AIKO (3)', 'Guest (2)']);
});

test('an answer without a list is no list, and entries that are none are left out', () => {
  expect(readWaiting(undefined)).toBeUndefined();
  expect(readWaiting({ waiting: 'all' })).toBeUndefined();
  const since = '2026-11-30T10:00:00.000Z';
  const one = { participant_identity: 'a', participant_name: 'Aiko', since };
  expect(readWaiting({ waiting: [one, null, 7, { participant_identity: 5 }] })).toEqual([
    { identity: 'a', name: 'Aiko', sinceMs: Date.parse(since) },
  ]);
});
