import { expect, test, vi } from 'vitest';
import { createPendingPublications } from '../call/pendingPublications.ts';
import { createSpeech } from '../messages/speech.ts';
import { createNotices } from '../meeting/notices.ts';
import { rememberedSwitch } from '../rememberedSwitch.ts';
import { createRoomPage } from './roomPage.ts';

// The module with the views is replaced by a fake, because these tests only check how it is loaded.
vi.mock('./RoomPage.tsx', () => ({ createMeeting: () => ({}) }));

test('the room’s messages are loaded only once', async () => {
  const speech = createSpeech('en');
  let times = 0;
  const counted = {
    ...speech,
    loadRoom() {
      times += 1;
      return speech.loadRoom();
    },
  };
  const call = { getState: () => ({ status: 'idle' as const, room: undefined }), subscribe: () => () => {} };
  const parts = {
    call,
    notices: createNotices(),
    devices: { isOn: () => true, setOn() {}, choose() {}, flip() {} },
    actAsHost: () => Promise.resolve({ outcome: 'done' as const }),
    leave() {},
    pendingPublications: createPendingPublications(),
    selfMirror: rememberedSwitch('mirror'),
  };
  const page = createRoomPage();
  await page.load(counted, parts);
  await page.load(counted, parts);
  expect(times).toBe(1);
});
