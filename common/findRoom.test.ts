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

test('a room written by the host in decomposed letters is found and keeps them', () => {
  expect(findRoom(['か\u3099'], 'が')).toBe('か\u3099');
});

test('rooms that differ in case alone stay two rooms for a guest who writes exactly', () => {
  expect(findRoom(['team', 'Team'], 'Team')).toBe('Team');
  expect(findRoom(['team', 'Team'], 'TEAM')).toBe('team');
});

test.each(['tea', 'team\u200b', 'te am', 'か', ''])('%j is another name', (wanted) => {
  expect(findRoom(['team', 'が'], wanted)).toBeUndefined();
});
