import { expect, test } from 'vitest';
import { findRoom } from './findRoom.ts';

test.each([
  ['Team', 'team'],
  ['TEAM', 'team'],
  [' team ', 'team'],
  ['か\u3099', 'が'],
  ['Cafe\u0301', 'café'],
  ['STRASSE', 'Straße'],
  ['ΟΔΟΣ', 'οδος'],
])('%j leads to the room %j, under the name that the host wrote', (wanted, room) => {
  expect(findRoom(['kitchen', room], wanted)).toBe(room);
});

test('a room that the host wrote in decomposed letters is found under its composed name, too', () => {
  expect(findRoom(['か\u3099'], 'が')).toBe('か\u3099');
});

test('of rooms that differ only in case, the one with the exact name is found', () => {
  expect(findRoom(['team', 'Team'], 'Team')).toBe('Team');
  expect(findRoom(['team', 'Team'], 'TEAM')).toBe('team');
});

test.each(['tea', 'team\u200b', 'te am', 'か', ''])('%j finds no room', (wanted) => {
  expect(findRoom(['team', 'が'], wanted)).toBeUndefined();
});
