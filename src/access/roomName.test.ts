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
])('a room with the name %s in the link is shown in the host’s spelling %s', (asked, written) => {
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
])('a token without another spelling of the room changes nothing: %s', (token) => {
  const name = createRoomName('team');
  name.learn(token);
  expect(name.getState()).toBe('team');
});
