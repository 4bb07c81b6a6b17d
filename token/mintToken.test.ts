import { TokenVerifier } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { tokenMint, type MintToken } from './mintToken.ts';
import { testKeys } from './testing/parts.ts';

async function claims(wish: Omit<Parameters<MintToken>[0], 'identity'>) {
  const token = tokenMint(testKeys, 7)({ ...wish, identity: 'guest-1' });
  return await new TokenVerifier(testKeys.apiKey, testKeys.apiSecret).verify(token);
}

test('a token grants what the room needs and nothing else', async () => {
  const { video } = await claims({ room: 'kitchen' });
  expect(video).toEqual({
    room: 'kitchen',
    roomJoin: true,
    canPublish: true,
    canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
  });
});

test('a token contains name, metadata, attributes and the room’s limit, and expires after ten minutes', async () => {
  const wish = { room: 'kitchen', name: '花子', metadata: 'm', attributes: { hand: 'up' } };
  const { exp = 0, ...rest } = await claims(wish);
  expect(rest).toMatchObject({
    iss: 'testkey',
    sub: 'guest-1',
    name: '花子',
    metadata: 'm',
    attributes: { hand: 'up' },
  });
  expect(rest.roomConfig).toMatchObject({ maxParticipants: 7 });
  expect(Math.abs(exp - Date.now() / 1000 - 600)).toBeLessThan(5);
});

test('a LiveKit whose clock is ten minutes behind still accepts the token', async () => {
  const { nbf = Infinity } = await claims({ room: 'kitchen' });
  expect(nbf).toBeLessThanOrEqual(Date.now() / 1000 - 600);
});

test('an attribute named __proto__ stays an attribute', async () => {
  const attributes = Object.fromEntries([['__proto__', 'x']]);
  const content = await claims({ room: 'a', attributes });
  expect(Object.entries(content.attributes ?? {})).toEqual([['__proto__', 'x']]);
});

test('a token for a check room may publish but not subscribe, and expires after two minutes', async () => {
  const room = 'first-room-check-0123456789abcdef';
  const { exp = 0, video, roomConfig } = await claims({ room });
  expect(video).toEqual({
    room,
    roomJoin: true,
    canPublish: true,
    canPublishSources: ['camera', 'microphone'],
    canSubscribe: false,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  });
  expect(Math.abs(exp - Date.now() / 1000 - 120)).toBeLessThan(5);
  expect(roomConfig).toMatchObject({ maxParticipants: 2, emptyTimeout: 10, departureTimeout: 1 });
});
