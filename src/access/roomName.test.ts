import { expect, test, vi } from 'vitest';
import { createRoomName } from './roomName.ts';

function tokenFor(room: unknown): string {
  const claims = Buffer.from(JSON.stringify({ video: { room } })).toString('base64url');
  return `e30.${claims}.c2ln`;
}

test.each([
  ['TEAM', 'team'],
  ['か\u3099', 'が'],
  ['straße', 'Straße'],
])('the link says %s, and the room is shown as the host writes it: %s', (asked, written) => {
  const name = createRoomName(asked);
  const onChange = vi.fn();
  name.subscribe(onChange);
  expect(name.getState()).toBe(asked);
  name.learn(tokenFor(written));
  name.learn(tokenFor(written));
  expect(name.getState()).toBe(written);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test.each([
  tokenFor('other'),
  tokenFor(7),
  tokenFor(undefined),
  'no token',
  'a.b.c',
  `e30.${btoa('null')}.c2ln`,
])('a token that names no other spelling changes nothing: %s', (token) => {
  const name = createRoomName('team');
  name.learn(token);
  expect(name.getState()).toBe('team');
});
