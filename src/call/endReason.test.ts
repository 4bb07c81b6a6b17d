import { ConnectionError, DisconnectReason } from 'livekit-client';
import { expect, test } from 'vitest';
import { connectFailure } from './connectFailure.ts';
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

test('a rejected token is not told as an unreachable server, whatever the SDK calls it', () => {
  const address = 'wss://room.example';
  expect(connectFailure(ConnectionError.serverUnreachable('invalid token', 401), address)).toEqual({
    kind: 'token_rejected',
    detail: 'wss://room.example: invalid token',
  });
  expect(connectFailure(ConnectionError.notAllowed('expired', 401), address).kind).toBe('token_rejected');
});

test('signalling that works without a way for media is told apart from signalling that does not', () => {
  const kind = (error: unknown) => connectFailure(error, 'wss://room.example').kind;
  expect(kind(ConnectionError.internal('could not establish pc connection'))).toBe('media_blocked');
  expect(kind(ConnectionError.internal('could not establish publisher connection, state: failed'))).toBe(
    'media_blocked',
  );
  expect(kind(ConnectionError.serverUnreachable('could not establish signal connection'))).toBe(
    'signalling_unreachable',
  );
  expect(kind(new TypeError('x'))).toBe('signalling_unreachable');
});
