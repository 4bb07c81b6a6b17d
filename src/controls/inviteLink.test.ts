import { expect, test } from 'vitest';
import { inviteLink } from './inviteLink.ts';

test('an invitation carries the room and nothing of the one who invites', () => {
  expect(inviteLink('https://host.example/rooms/?room=tea&name=Aiko&lang=ja#x')).toBe(
    'https://host.example/rooms/?room=tea',
  );
});

test('a page without a room in its address is its own link', () => {
  expect(inviteLink('https://host.example/?name=Aiko')).toBe('https://host.example/');
});
