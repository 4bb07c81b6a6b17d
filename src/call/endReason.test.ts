import { DisconnectReason } from 'livekit-client';
import { expect, test } from 'vitest';
import { endReason } from './endReason.ts';

test('every end has the guest’s reason', () => {
  expect(endReason(DisconnectReason.CLIENT_INITIATED)).toBe('left');
  expect(endReason(DisconnectReason.DUPLICATE_IDENTITY)).toBe('joined_elsewhere');
  expect(endReason(DisconnectReason.SERVER_SHUTDOWN)).toBe('server_shutdown');
  expect(endReason(DisconnectReason.PARTICIPANT_REMOVED)).toBe('removed');
  expect(endReason(DisconnectReason.ROOM_DELETED)).toBe('room_closed');
  expect(endReason(DisconnectReason.STATE_MISMATCH)).toBe('connection_lost');
  expect(endReason(undefined)).toBe('connection_lost');
});
