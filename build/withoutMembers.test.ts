import { expect, test } from 'vitest';
import { usedOf, withoutMembers } from './withoutMembers.ts';

const code = `class Room {
  private field = 1;
  /** Simulates guests, for tests of LiveKit. */
  async simulate(count: number) {
    return count;
  }
  get isTest(): boolean { return true; } name = 'a';
  watch(isOn: boolean) {
    this.timer = isOn;
  }
  stay = () => this.field;
}`;

test('unused members are left out and emptied methods do nothing, and all other code keeps its line and column', () => {
  const result = withoutMembers('Room.ts', code, { removed: ['simulate', 'isTest'], emptied: ['watch'] });
  const lines = result.split('\n');
  expect(lines.map((line) => line.trim())).toEqual([
    'class Room {',
    'private field = 1;',
    '/** Simulates guests, for tests of LiveKit. */',
    '',
    '',
    '',
    "name = 'a';",
    'watch(isOn: boolean) {',
    '',
    '}',
    'stay = () => this.field;',
    '}',
  ]);
  expect(lines[6]?.indexOf('name')).toBe(code.split('\n')[6]?.indexOf('name'));
});

test('methods of an object literal are emptied, and members with a common name are removed from a class', () => {
  const file =
    'class Message { clone() { return copy(this); } }\nconst format = { clone(message) { return new message(); }, name: 1 };';
  expect(
    withoutMembers('message.js', file, { removed: [], removedUnchecked: [], emptied: ['clone'] }).replaceAll(
      / +/g,
      ' ',
    ),
  ).toBe('class Message { clone() { } }\nconst format = { clone(message) { }, name: 1 };');
  expect(
    withoutMembers('message.js', file, { removed: [], removedUnchecked: ['clone'] }).replaceAll(/ +/g, ' '),
  ).toBe('class Message { }\nconst format = { clone(message) { return new message(); }, name: 1 };');
});

test('an arrow function as a member is emptied', () => {
  const file = 'class Track { protected watch = async () => { await this.stats(); }; name = 1; }';
  expect(withoutMembers('Track.ts', file, { removed: [], emptied: ['watch'] }).replaceAll(/ +/g, ' ')).toBe(
    'class Track { protected watch = async () => { }; name = 1; }',
  );
});

test('a member that does not exist any more fails the build with a message that names it', () => {
  const members = { removed: ['simulate', 'publishDtmf'], emptied: ['field'] };
  expect(() => withoutMembers('Room.ts', code, members)).toThrow(
    'Room.ts has no publishDtmf, field any more. Remove the names from build/livekitSources.ts, or find out what the members are called now.',
  );
});

test('a use of a left-out member is found in minified code, and other words with its letters are not', () => {
  const minified = 'a.b?.simulate(1),c.simulated(`simulate`),d.name;';
  expect(usedOf(minified, ['simulate', 'simulated', 'watch'])).toEqual(['simulate', 'simulated']);
  expect(usedOf('c.simulated(`simulate`)', ['simulate'])).toEqual([]);
});
