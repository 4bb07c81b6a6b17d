import { ConnectionError } from 'livekit-client';
import { expect, test } from 'vitest';
import { connectFailure } from './connectFailure.ts';

test('a rejected token is not told as an unreachable server, whatever the SDK calls it', () => {
  const address = 'wss://room.example';
  expect(connectFailure(ConnectionError.serverUnreachable('invalid token', 401), address, false)).toEqual({
    kind: 'token_rejected',
    detail: 'wss://room.example: invalid token',
  });
  expect(connectFailure(ConnectionError.notAllowed('expired', 401), address, false).kind).toBe(
    'token_rejected',
  );
});

test('signalling that works without a way for media is told apart from signalling that does not', () => {
  const kind = (error: unknown) => connectFailure(error, 'wss://room.example', false).kind;
  expect(kind(ConnectionError.internal('could not establish pc connection'))).toBe('media_blocked');
  expect(kind(ConnectionError.internal('could not establish publisher connection, state: failed'))).toBe(
    'media_blocked',
  );
  expect(kind(ConnectionError.serverUnreachable('could not establish signal connection'))).toBe(
    'signalling_unreachable',
  );
  expect(kind(new TypeError('x'))).toBe('signalling_unreachable');
});

test('Firefox with a room on its own computer’s loopback address is told what to do', () => {
  const noMedia = ConnectionError.internal('could not establish pc connection');
  expect(connectFailure(noMedia, 'ws://localhost:3000', true).kind).toBe('firefox_loopback');
  expect(connectFailure(noMedia, 'ws://127.0.0.1:3000', true).kind).toBe('firefox_loopback');
  expect(connectFailure(noMedia, 'wss://room.example', true).kind).toBe('media_blocked');
  expect(connectFailure(noMedia, 'ws://localhost:3000', false).kind).toBe('media_blocked');
});

test('the detail for the host never holds the token, though LiveKit’s answer does', () => {
  const token = `eyJ${'a'.repeat(33)}.eyJ${'b'.repeat(200)}.${'c-_'.repeat(14)}`;
  const error = ConnectionError.notAllowed(`invalid token: ${token}, error: key`, 401);
  expect(connectFailure(error, 'wss://room.example', false).detail).toBe(
    'wss://room.example: invalid token: (token), error: key',
  );
});
