import { expect, test } from 'vitest';
import { privateMembers, withShortNames } from './privateMembers.ts';

const members = privateMembers(['handleDisconnected', 'pingInterval']);

test('private and internal members of the installed livekit-client have short names, all different', () => {
  expect([...members.keys()]).toEqual(
    expect.arrayContaining(['attemptConnection', 'connectionReconcileInterval', 'setAndEmitConnectionState']),
  );
  expect(members.size).toBeGreaterThan(300);
  expect(new Set(members.values()).size).toBe(members.size);
});

test.each([
  ['a member that a patch of ours uses', 'attemptReconnect'],
  ['a field of a message', 'subscriberPrimary'],
  ['a member of a class of the browser', 'createOffer'],
  ['a public member', 'switchActiveDevice'],
  ['a member that an e2e test reads', 'pcManager'],
  ['a name that has to stay', 'pingInterval'],
])('%s keeps its name', (_what, name) => {
  expect(members.has(name)).toBe(false);
});

test('members get their short names everywhere, and all other code keeps its line and column', () => {
  const code = [
    `class Room { private regionUrls?: string[];`,
    `  async connect() { this.regionUrls = ['regionUrls']; await this.engine?.regionUrls.map((regionUrls) => regionUrls); } }`,
  ].join('\n');
  expect(withShortNames('Room.ts', code, new Map([['regionUrls', '$a']]))).toBe(
    [
      `class Room { private $a        ?: string[];`,
      `  async connect() { this.$a         = ['regionUrls']; await this.engine?.$a        .map((regionUrls) => regionUrls); } }`,
    ].join('\n'),
  );
});
