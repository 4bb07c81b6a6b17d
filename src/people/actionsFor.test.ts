import { expect, test } from 'vitest';
import { actionsFor, type PersonState } from './actionsFor.ts';

const quiet: PersonState = {
  isLocal: false,
  role: 'speaker',
  isHandUp: false,
  isMuted: true,
  isVideoOff: true,
  isSharing: false,
};

function offered(state: Partial<PersonState>): string[] {
  return actionsFor({ ...quiet, ...state }).map((one) =>
    one.action === 'set_role' ? `make ${one.role}` : one.action,
  );
}

test('a muted speaker can be asked to unmute, get another role and be removed', () => {
  expect(offered({})).toEqual(['ask_to_unmute', 'make host', 'make listener', 'remove']);
});

test('only what is on can be turned off', () => {
  expect(offered({ isMuted: false, isVideoOff: false, isSharing: true, isHandUp: true })).toEqual([
    'mute',
    'stop_camera',
    'stop_screen_share',
    'lower_hand',
    'make host',
    'make listener',
    'remove',
  ]);
});

test('a listener, who may not speak, is not asked to unmute', () => {
  expect(offered({ role: 'listener' })).toEqual(['make host', 'make speaker', 'remove']);
});

test('hosts can give up their role and lower their hand here, but not mute or remove themselves', () => {
  const self = { isLocal: true, role: 'host', isMuted: false, isVideoOff: false, isSharing: true } as const;
  expect(offered({ ...self, isHandUp: true })).toEqual(['lower_hand', 'make speaker', 'make listener']);
});
