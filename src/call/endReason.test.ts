import { DisconnectReason } from 'livekit-client';
import { expect, test } from 'vitest';
import { endReason } from './endReason.ts';

test('every disconnect reason of LiveKit has an end reason for the guest', () => {
  expect(endReason(DisconnectReason.CLIENT_INITIATED, true)).toBe('left');
  expect(endReason(DisconnectReason.CLIENT_INITIATED, false)).toBe('page_frozen');
  expect(endReason(DisconnectReason.DUPLICATE_IDENTITY, false)).toBe('joined_elsewhere');
  expect(endReason(DisconnectReason.SERVER_SHUTDOWN, false)).toBe('server_shutdown');
  expect(endReason(DisconnectReason.PARTICIPANT_REMOVED, false)).toBe('removed');
  expect(endReason(DisconnectReason.ROOM_DELETED, false)).toBe('room_closed');
  expect(endReason(DisconnectReason.STATE_MISMATCH, false)).toBe('connection_lost');
  expect(endReason(undefined, false)).toBe('connection_lost');
});
