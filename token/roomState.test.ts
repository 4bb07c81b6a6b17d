import { expect, test } from 'vitest';
import type { Role } from '../common/contract.ts';
import {
  initialState,
  most,
  mostStateBytes,
  parseState,
  restored,
  serializeState,
  whyKeptOut,
  withRole,
  type RoomState,
} from './roomState.ts';

function ids(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index).padStart(8, '0'));
}

function withRoles(given: Record<string, Role>): RoomState {
  return { ...initialState('open'), roles: given };
}

test('a state with all lists full fits into the metadata of a room, and is read as it was written', () => {
  const state: RoomState = {
    entry: 'locked',
    entryBefore: 'knock',
    rules: { shareScreen: false, chat: false, unmute: false },
    allowed: ids(most.allowed),
    removed: ids(most.removed),
    roles: Object.fromEntries(ids(most.roles).map((id) => [id, 'listener'])),
    asked: ids(most.asked),
    revoked: [],
    changes: Array.from({ length: most.changes }, () => 'abcdef'),
  };
  const text = serializeState(state);
  expect(Buffer.byteLength(text)).toBeLessThan(mostStateBytes);
  expect(parseState(text, 'open')).toEqual(state);
});

test('a host makes 200 guests listeners, and nobody loses a role that a host gave', () => {
  let state = withRoles({ '99999990': 'host', '99999991': 'host' });
  for (const id of ids(200)) state = withRole(state, id, 'listener', 'speaker') ?? state;
  expect(Object.values(state.roles).filter((role) => role === 'listener')).toHaveLength(200);
  expect(state.roles).toMatchObject({ '99999990': 'host', '99999991': 'host' });
});

test('in a full list a role that guests have anyway gives way, and no other role does', () => {
  const roles = Object.fromEntries(ids(most.roles - 1).map((id) => [id, 'listener']));
  const full = withRoles({ '88888888': 'speaker', ...roles });
  const after = withRole(full, '77777777', 'host', 'speaker');
  expect(after?.roles).toEqual({ ...roles, '77777777': 'host' });
  expect(after && withRole(after, '66666666', 'listener', 'speaker')).toBeUndefined();
  expect(after && withRole(after, '77777777', 'listener', 'speaker')?.roles['77777777']).toBe('listener');
});

test('a participant whose identity the handler has not made is kept out', () => {
  expect(whyKeptOut(initialState('open'), 'zmkTqlRDRyXWCI', 'speaker')).toBeUndefined();
  expect(whyKeptOut(initialState('open'), 'zmkTqlRDRyXWCI#2', 'host')).toBe('removed');
});

test('a room restored after a restart of LiveKit keeps what hosts have decided since, and whoever was removed stays out', () => {
  const remembered: RoomState = {
    ...initialState('open'),
    entry: 'knock',
    allowed: ['11111111', '22222222'],
    removed: ['33333333'],
    changes: ['a', 'b', 'c'],
  };
  const fresh = initialState('open');
  expect(restored(remembered, fresh, 'open')).toEqual(remembered);
  const locked: RoomState = { ...fresh, entry: 'locked', allowed: ['33333333', '44444444'], changes: ['d'] };
  expect(restored(remembered, locked, 'open')).toEqual({
    ...locked,
    allowed: ['44444444', '11111111', '22222222'],
    removed: ['33333333'],
    changes: ['d', 'a', 'b', 'c'],
  });
  // Another handler has restored a state from before the last change.
  const older: RoomState = {
    ...remembered,
    entry: 'open',
    removed: [],
    allowed: [],
    changes: ['a', 'b', 'd'],
  };
  expect(restored(remembered, older, 'open')).toEqual({ ...remembered, changes: ['d', 'a', 'b', 'c'] });
});
