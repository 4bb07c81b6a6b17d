import { expect, test } from 'vitest';
import { isCheckRoom } from './checkRoom.ts';
import { refusal, testHandler } from './testing/parts.ts';

test('a check room has 16 to 32 random characters', () => {
  expect(isCheckRoom(`first-room-check-${'a1'.repeat(8)}`)).toBe(true);
  expect(isCheckRoom(`first-room-check-${'a1'.repeat(16)}`)).toBe(true);
});

test.each([
  'first-room-check-',
  `first-room-check-${'a'.repeat(15)}`,
  `first-room-check-${'a'.repeat(33)}`,
  `first-room-check-${'A'.repeat(16)}`,
  `first-room-check-${'a'.repeat(16)}\n`,
  `first-room-check-${'あ'.repeat(16)}`,
  ` first-room-check-${'a'.repeat(16)}`,
  `my-first-room-check-${'a'.repeat(16)}`,
])('%j is no room for a check', (room) => {
  expect(isCheckRoom(room)).toBe(false);
});

test('a token for a check room carries no name, metadata or attributes', async () => {
  const { post } = testHandler();
  const response = await post({
    room_name: 'first-room-check-0123456789abcdef',
    participant_name: 'Aiko',
    participant_metadata: 'meet me',
    participant_attributes: { note: 'here' },
  });
  const text = await response.text();
  const [, payload = ''] = text.split('participant_token')[1]?.split('.') ?? [];
  expect(response.status).toBe(201);
  expect(Buffer.from(payload, 'base64url').toString()).not.toMatch(/Aiko|meet me|here/);
});

test('check rooms have a limit of their own, which does not block other rooms', async () => {
  const { post } = testHandler();
  const check = (index: number) => post({ room_name: `first-room-check-${String(index).padStart(16, '0')}` });
  for (let index = 0; index < 30; index += 1) expect((await check(index)).status).toBe(201);
  expect(await refusal(await check(30))).toBe('429 rate_limited');
  expect((await post({})).status).toBe(201);
});
